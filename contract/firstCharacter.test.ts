import { expect, it } from 'vitest'
import { firstCharacter } from './firstCharacter'

it.each(['Ada', 'e\u0301lan', 'Åsa', '莫雷诺', '김', 'निशा', '🇩🇪🇫🇷', '👩‍👩‍👧 x', '👍🏽!', '❤️s', '𝒜da', ' x', ''])(
  'finds in %j what the system calls the first character',
  (text) => {
    const [first] = new Intl.Segmenter().segment(text.normalize('NFC'))
    expect(firstCharacter(text)).toBe(first?.segment ?? '')
  }
)

it('goes on after half a character and after a joiner with nothing to join', () => {
  expect(firstCharacter('\ud83dx')).toBe('\ud83d')
  expect(firstCharacter('\u200d')).toBe('\u200d')
})
