/** Keeps `window.bridge` to the stores, so that what comes from main is kept, and cleared, in one place. */
export const bridgeConfig = {
  files: ['renderer/**'],
  ignores: ['renderer/stores/**', 'renderer/**/*.{test,testing,d}.ts'],
  rules: { 'no-restricted-properties': ['error', { object: 'window', property: 'bridge' }] }
}
