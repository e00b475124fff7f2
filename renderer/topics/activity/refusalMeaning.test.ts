import { describe, expect, it } from 'vitest'
import { refusalMeaning } from './refusalMeaning'

describe('the meaning of a refusal', () => {
  it.each([
    ['Account or password is wrong', 'wrongPassword'],
    ['用户名或密码错误', 'wrongPassword'],
    ['Wrong user name or password', 'wrongPassword'],
    ['Wrong verification code', 'wrongCode'],
    ['验证码错误', 'wrongCode'],
    ['TOTP is invalid', 'wrongCode'],
    ['图形验证码错误', 'captcha'],
    ['The verification code has expired', 'codeExpired'],
    ['Recovery code is wrong', 'recoveryCode'],
    ['User is locked', 'locked'],
    ['密码错误次数过多，账号已锁定', 'locked'],
    ['The account was disabled', 'disabled'],
    ['User not found', 'unknownAccount'],
    ['用户不存在', 'unknownAccount'],
    ['MFA is required', 'secondStep'],
    ['You must reset your password', 'newPassword'],
    ['Password has expired', 'newPassword'],
    ['Face mismatch', 'face'],
    ['没有权限登录该应用', 'noAccess'],
    ['Cancelled', 'givenUp']
  ])('is found by the words of %s', (reason, meaning) => {
    expect(refusalMeaning(reason)).toBe(`activity.meaning.${meaning}`)
  })

  it.each([
    ['2333', 'wrongPassword'],
    ['Refused (code: 1636)', 'secondStep'],
    ['apiCode=2005', 'locked'],
    ['[2300]', 'codeExpired'],
    ['错误码 1576', 'noAccess'],
    ['error 2130010', 'noAccess']
  ])('is found by the code in %s', (reason, meaning) => {
    expect(refusalMeaning(reason)).toBe(`activity.meaning.${meaning}`)
  })

  it.each(['Something odd', '', 'Try again in 2005 seconds', 'error 23331', '<b>2333</b>', 'error 9999'])(
    'is not guessed for "%s"',
    (reason) => {
      expect(refusalMeaning(reason)).toBeUndefined()
    }
  )
})
