import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { bridgeConfig } from './scripts/lint/bridge.mjs'
import { commentsConfig } from './scripts/lint/comments.mjs'
import { layersConfig } from './scripts/lint/layers.mjs'

/**
 * Returns a rule with the folders that may not be imported. Data flows tenant -> main -> preload -> renderer, and all of
 * them may read the contract.
 */
const closed = (...folders) => ({
  'no-restricted-imports': ['error', { patterns: folders.map((folder) => ({ group: [folder] })) }]
})

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'electron.vite.config.ts.*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'no-warning-comments': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-eval': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The types of mapped handlers use z.void() and Promise<void>.
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='innerHTML']",
          message: 'Text only: markup from data is never drawn.'
        }
      ]
    }
  },
  {
    files: ['**/*.vue'],
    rules: {
      'max-lines': ['error', { max: 120 }],
      'no-undef': 'off',
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/define-props-declaration': ['error', 'type-based'],
      // Prettier formats the layout.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/first-attribute-linebreak': 'off'
    }
  },
  {
    files: ['contract/**'],
    rules: closed('electron', 'electron/*', 'node:*', 'vue', '**/main/**', '**/renderer/**', '**/sandbox/**')
  },
  {
    files: ['main/**'],
    ignores: ['main/**/*.{test,testing}.ts'],
    rules: closed('vue', 'pinia', '**/renderer/**', '**/preload/**', '**/sandbox/**')
  },
  {
    files: ['renderer/**'],
    rules: closed('electron', 'electron/*', 'node:*', '**/main/**', '**/preload/**', '**/sandbox/**')
  },
  { files: ['sandbox/**'], rules: closed('electron', 'electron/*', '**/main/**', '**/renderer/**', '**/preload/**') },
  {
    // Opening a target outside the app happens in one place, which checks the target.
    files: ['main/**'],
    ignores: ['main/desktop/browser.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'shell', property: 'openExternal' }] }
  },
  bridgeConfig,
  commentsConfig,
  {
    // A test file is one long function by its nature.
    ignores: ['**/*.{test,testing,spec}.*'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] }
  },
  ...layersConfig(),
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        Response: 'readonly',
        URL: 'readonly',
        AbortSignal: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly'
      }
    }
  },
  { files: ['**/*.test.ts', 'e2e/**'], rules: { 'max-lines': ['error', { max: 300 }] } }
)
