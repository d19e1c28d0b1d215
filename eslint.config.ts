import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';

/** Folder → folders it may import. Types and words of a verdict are pure and may be used wherever verdicts are shown. */
const MAY_IMPORT = {
  messages: ['verdict'],
  settings: ['messages', 'verdict'],
  detector: [],
  adaptation: ['detector'],
  verdict: [],
  frames: ['messages', 'verdict'],
  ui: ['verdict', 'messages', 'settings'],
  offscreen: ['detector', 'adaptation', 'verdict', 'frames', 'messages', 'settings'],
  background: ['messages', 'settings', 'verdict', 'content', 'adaptation'],
  content: ['messages', 'frames', 'verdict', 'settings'],
  popup: ['messages', 'settings', 'verdict', 'ui'],
  options: ['messages', 'settings', 'verdict', 'ui'],
  learning: ['messages', 'settings', 'verdict', 'ui'],
  checker: ['messages', 'settings', 'frames', 'verdict', 'ui'],
} as const satisfies Record<string, readonly string[]>;

const folders = Object.keys(MAY_IMPORT);

export default defineConfig(
  globalIgnores([
    'dist',
    'public',
    'node_modules',
    '.cache',
    'models',
    'training',
    'test/pages/**/*.js',
    'assets/**/*.mjs',
  ]),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in template strings are the norm in a program about measurements.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `void promise` marks work that is deliberately not waited for; its errors are handled inside.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': folders.map((type) => ({ type, pattern: `src/${type}` })),
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: folders.map((from) => ({
            from: { element: { type: from } },
            allow: { to: { element: { type: [from, ...MAY_IMPORT[from as keyof typeof MAY_IMPORT]] } } },
          })),
        },
      ],
    },
  },
);
