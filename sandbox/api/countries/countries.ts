/** Each row holds ISO 3166-1 alpha-2, alpha-3 and the calling code. */
const table = `
  AE ARE 971, AF AFG 93, AL ALB 355, AM ARM 374, AO AGO 244, AR ARG 54, AT AUT 43, AU AUS 61, AZ AZE 994, BA BIH 387,
  BD BGD 880, BE BEL 32, BF BFA 226, BG BGR 359, BH BHR 973, BJ BEN 229, BN BRN 673, BO BOL 591, BR BRA 55, BT BTN 975,
  BW BWA 267, BY BLR 375, BZ BLZ 501, CA CAN 1, CD COD 243, CH CHE 41, CI CIV 225, CL CHL 56, CM CMR 237, CN CHN 86,
  CO COL 57, CR CRI 506, CU CUB 53, CY CYP 357, CZ CZE 420, DE DEU 49, DK DNK 45, DZ DZA 213, EC ECU 593, EE EST 372,
  EG EGY 20, ES ESP 34, ET ETH 251, FI FIN 358, FJ FJI 679, FR FRA 33, GB GBR 44, GE GEO 995, GH GHA 233, GR GRC 30,
  GT GTM 502, HK HKG 852, HN HND 504, HR HRV 385, HU HUN 36, ID IDN 62, IE IRL 353, IL ISR 972, IN IND 91, IQ IRQ 964,
  IR IRN 98, IS ISL 354, IT ITA 39, JM JAM 1876, JO JOR 962, JP JPN 81, KE KEN 254, KG KGZ 996, KH KHM 855, KR KOR 82,
  KW KWT 965, KZ KAZ 7, LA LAO 856, LB LBN 961, LK LKA 94, LT LTU 370, LU LUX 352, LV LVA 371, LY LBY 218, MA MAR 212,
  MC MCO 377, MD MDA 373, ME MNE 382, MG MDG 261, MK MKD 389, MM MMR 95, MN MNG 976, MO MAC 853, MT MLT 356, MU MUS 230,
  MV MDV 960, MW MWI 265, MX MEX 52, MY MYS 60, MZ MOZ 258, NA NAM 264, NG NGA 234, NI NIC 505, NL NLD 31, NO NOR 47,
  NP NPL 977, NZ NZL 64, OM OMN 968, PA PAN 507, PE PER 51, PH PHL 63, PK PAK 92, PL POL 48, PS PSE 970, PT PRT 351,
  PY PRY 595, QA QAT 974, RO ROU 40, RS SRB 381, RU RUS 7, RW RWA 250, SA SAU 966, SE SWE 46, SG SGP 65, SI SVN 386,
  SK SVK 421, SN SEN 221, SV SLV 503, SY SYR 963, TH THA 66, TJ TJK 992, TM TKM 993, TN TUN 216, TR TUR 90, TW TWN 886,
  TZ TZA 255, UA UKR 380, UG UGA 256, US USA 1, UY URY 598, UZ UZB 998, VE VEN 58, VN VNM 84, YE YEM 967, ZA ZAF 27,
  ZM ZMB 260, ZW ZWE 263`

const names = {
  'zh-CN': new Intl.DisplayNames('zh-Hans-CN', { type: 'region' }),
  'en-US': new Intl.DisplayNames('en-US', { type: 'region' }),
  'zh-TW': new Intl.DisplayNames('zh-Hant-TW', { type: 'region' }),
  'ja-JP': new Intl.DisplayNames('ja-JP', { type: 'region' })
}

/** Returns two regional indicators, which fonts draw as one flag. */
function flagOf(alpha2: string): string {
  return String.fromCodePoint(...Array.from(alpha2, (letter) => 0x1f1e6 + letter.charCodeAt(0) - 0x41))
}

function nameIn(language: keyof typeof names, alpha2: string) {
  return { enabled: false, value: names[language].of(alpha2) ?? alpha2 }
}

/** The answer of get-country-list. `enabled` is false throughout, as in every sample of the vendor. */
export const countries = table.split(',').map((row) => {
  const [alpha2 = '', alpha3 = '', callingCode = ''] = row.trim().split(' ')
  return {
    alpha2,
    alpha3,
    phoneCountryCode: `+${callingCode}`,
    flag: flagOf(alpha2),
    name: {
      'zh-CN': nameIn('zh-CN', alpha2),
      'en-US': nameIn('en-US', alpha2),
      'zh-TW': nameIn('zh-TW', alpha2),
      'ja-JP': nameIn('ja-JP', alpha2)
    }
  }
})
