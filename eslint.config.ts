import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import { MAY_IMPORT } from './build/may-import.ts';
import { pageDomRule } from './build/page-dom-rule.ts';

const folders = Object.keys(MAY_IMPORT);

export default defineConfig(
  globalIgnores([
    'dist',
    'public',
    'node_modules',
    '.cache',
    'models',
    'training',
    'tools/bench/feed',
    // AssemblyScript: its compiler checks it.
    'src/detector/kernels/assembly',
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
  {
    files: ['src/content/**/*.ts'],
    ignores: ['src/content/dom.ts'],
    plugins: { fakefilter: { rules: { 'page-dom': pageDomRule } } },
    rules: { 'fakefilter/page-dom': 'error' },
  },
  {
    // Methods are taken off their prototypes on purpose.
    files: ['src/content/dom.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
);
