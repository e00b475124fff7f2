/**
 * The libraries that Electron and the keychain's module load, with the Debian packages that provide them. Newer releases
 * renamed some for 64-bit time.
 */
export const libraries = [
  { file: 'libasound.so.2', packages: ['libasound2', 'libasound2t64'] },
  { file: 'libatk-1.0.so.0', packages: ['libatk1.0-0', 'libatk1.0-0t64'] },
  { file: 'libatk-bridge-2.0.so.0', packages: ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'] },
  { file: 'libatspi.so.0', packages: ['libatspi2.0-0', 'libatspi2.0-0t64'] },
  { file: 'libc.so.6', packages: ['libc6'] },
  { file: 'libcairo.so.2', packages: ['libcairo2'] },
  { file: 'libcups.so.2', packages: ['libcups2', 'libcups2t64'] },
  { file: 'libdbus-1.so.3', packages: ['libdbus-1-3'] },
  { file: 'libdrm.so.2', packages: ['libdrm2'] },
  { file: 'libexpat.so.1', packages: ['libexpat1'] },
  { file: 'libgbm.so.1', packages: ['libgbm1'] },
  { file: 'libgcc_s.so.1', packages: ['libgcc-s1'] },
  { file: 'libglib-2.0.so.0', packages: ['libglib2.0-0', 'libglib2.0-0t64'] },
  { file: 'libgtk-3.so.0', packages: ['libgtk-3-0', 'libgtk-3-0t64'] },
  { file: 'libnspr4.so', packages: ['libnspr4'] },
  { file: 'libnss3.so', packages: ['libnss3'] },
  { file: 'libpango-1.0.so.0', packages: ['libpango-1.0-0'] },
  { file: 'libsecret-1.so.0', packages: ['libsecret-1-0'] },
  { file: 'libstdc++.so.6', packages: ['libstdc++6'] },
  { file: 'libudev.so.1', packages: ['libudev1'] },
  { file: 'libX11.so.6', packages: ['libx11-6'] },
  { file: 'libxcb.so.1', packages: ['libxcb1'] },
  { file: 'libXcomposite.so.1', packages: ['libxcomposite1'] },
  { file: 'libXdamage.so.1', packages: ['libxdamage1'] },
  { file: 'libXext.so.6', packages: ['libxext6'] },
  { file: 'libXfixes.so.3', packages: ['libxfixes3'] },
  { file: 'libxkbcommon.so.0', packages: ['libxkbcommon0'] },
  { file: 'libXrandr.so.2', packages: ['libxrandr2'] }
]
