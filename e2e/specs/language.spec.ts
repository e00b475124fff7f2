import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures'

/** Resolves with every text of the current window: visible texts, texts for screen readers, and tooltips. */
function textsOf(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    const labels = [...document.querySelectorAll('[aria-label], [title]')].flatMap((element) => [
      element.getAttribute('aria-label') ?? '',
      element.getAttribute('title') ?? ''
    ])
    return [...document.body.innerText.split('\n'), ...labels].map((text) => text.trim()).filter((text) => text !== '')
  })
}

test.describe('the language', () => {
  test('changes in every text while the window stays, and is kept for the next start', async ({
    holdfast,
    launch,
    sandbox,
    signInAs
  }) => {
    const { window, methods, app } = holdfast
    await signInAs(holdfast, 0)
    await window.evaluate(() => Object.assign(globalThis, { sameWindow: true }))
    await expect(methods.rows(methods.readyToAdd)).toHaveCount(4)
    const english = await textsOf(window)
    await holdfast.settings.open()
    english.push(...(await textsOf(window)))

    await window.getByRole('combobox', { name: 'Language' }).selectOption('简体中文')
    await expect(window.getByRole('heading', { name: '设置', level: 1 })).toBeVisible()
    await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN')
    const chinese = await textsOf(window)
    await window.getByRole('button', { name: '验证方式' }).click()
    await expect(window.getByRole('region', { name: '可以添加' }).getByRole('listitem')).toHaveCount(4)
    chinese.push(...(await textsOf(window)))
    expect(await window.evaluate(() => 'sameWindow' in globalThis)).toBe(true)

    const versions = await app.evaluate(({ app: main }) => [main.getVersion(), process.versions.electron])
    const names = [
      'AM',
      'A',
      'Ada Moreno',
      new URL(sandbox.host).host,
      'Fernhill Clinic',
      'a•••o@fernhill.example',
      'English',
      '简体中文',
      'Electron',
      'Apache-2.0',
      ...versions
    ]
    const left = english.filter((text) => chinese.includes(text) && !/^\d+$/.test(text))
    expect(left.filter((text) => !names.includes(text))).toEqual([])

    await app.close()
    const next = await launch('--lang=')
    await expect(next.window.getByRole('heading', { name: '验证方式', level: 1 })).toBeVisible()
    await expect(next.window.locator('html')).toHaveAttribute('lang', 'zh-CN')
  })

  test('of the start option holds until the person chooses', async ({ launch }) => {
    const { window, signIn, app } = await launch('--lang=zh-CN')
    await expect(window.getByRole('button', { name: '用浏览器登录' })).toBeVisible()
    await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN')

    const choice = window.getByRole('combobox', { name: '语言' })
    await expect(choice).toHaveValue('zh-CN')
    await choice.selectOption('English')
    await expect(signIn.button).toBeVisible()
    await window.reload()
    await expect(signIn.button).toBeVisible()
    await expect(window.locator('html')).toHaveAttribute('lang', 'en')

    await app.close()
    const next = await launch('--lang=')
    await expect(next.window.getByRole('combobox', { name: 'Language' })).toHaveValue('en')
  })
})
