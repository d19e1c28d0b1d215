import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../../../build/locales.ts';
import manifest from '../../../manifest.json' with { type: 'json' };
import { EN } from '../../../src/words/catalogues/en.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const all = await catalogues();
const english: Readonly<Record<string, string>> = EN;

const FORM = /_(zero|one|two|few|many|other)$/;
/** What texts with plural forms are called. */
const plurals = new Set(
  Object.keys(english).flatMap((key) => (key.endsWith('_other') ? [key.replace(FORM, '')] : [])),
);
const isForm = (key: string): boolean => FORM.test(key) && plurals.has(key.replace(FORM, ''));
const parametersOf = (text = ''): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe.each([...all])('the catalogue of %s', (name, catalogue) => {
  const forms = new Intl.PluralRules(catalogue.locale).resolvedOptions().pluralCategories;

  it('has every text, with each plural form that the language needs, and no other', () => {
    const wanted = Object.keys(english).flatMap((key) =>
      isForm(key) ? forms.map((form) => key.replace(FORM, `_${form}`)) : [key],
    );
    expect(Object.keys(catalogue).sort()).toEqual([...new Set(wanted)].sort());
  });

  it('has the parameters of the English text in each', () => {
    for (const [key, text] of Object.entries(catalogue)) {
      const model = english[isForm(key) ? key.replace(FORM, '_other') : key];
      // "One video" may do without the number; the forms of languages for 0, 1 and 2, too.
      const may = /_(zero|one|two)$/.test(key) && isForm(key) ? ['n'] : [];
      const missing = parametersOf(model).filter(
        (parameter) => !parametersOf(text).includes(parameter) && !may.includes(parameter),
      );
      const foreign = parametersOf(text).filter((parameter) => !parametersOf(model).includes(parameter));
      expect({ key, missing, foreign }).toEqual({ key, missing: [], foreign: [] });
    }
  });

  it('is written in its language, without blanks at the ends', () => {
    expect(new Intl.Locale(catalogue.locale ?? '').language).toBe(name.replace(/_.*/, ''));
    for (const [key, text] of Object.entries(catalogue)) {
      expect({ key, text }).toEqual({ key, text: text.trim() });
      const same = name !== 'en' && text.length > 40 && text === english[key];
      expect({ key, same }).toEqual({ key, same: false });
    }
    // A sentence ends as one, wherever it is shown.
    for (const key of Object.keys(english).filter((each) => each.startsWith('notice_')))
      expect(catalogue[key]).toMatch(/[.。।!]$/);
  });

  it('calls no two verdicts alike', () => {
    const kinds = ['noSign', 'unclear', 'manipulated', 'notChecked'].map(
      (kind) => catalogue[`verdict_${kind}`],
    );
    expect(new Set(kinds).size).toBe(4);
  });

  it('keeps to what a store takes: 132 letters of description', () => {
    expect(catalogue.extension_description?.length).toBeLessThanOrEqual(132);
  });
});

/** Every string of the sources that are shown, with where it stands. */
function strings(): { file: string; text: string; node: ts.Node }[] {
  const files = ts.sys.readDirectory(root, ['.ts', '.tsx'], ['src/words/catalogues'], ['src/**/*']);
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: { file: string; text: string; node: ts.Node }[] = [];
    const visit = (node: ts.Node): void => {
      if (
        ts.isStringLiteralLike(node) ||
        ts.isJsxText(node) ||
        ts.isTemplateHead(node) ||
        ts.isTemplateMiddleOrTemplateTail(node)
      )
        found.push({ file: path.relative(root, file), text: node.text, node });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const written = strings();

it('every text is used', () => {
  const whole = new Set(written.map(({ text }) => text));
  const heads = new Set(
    written.flatMap(({ text, node }) => (ts.isTemplateHead(node) && /^[a-z]\w*_$/i.test(text) ? [text] : [])),
  );
  const ofManifest = JSON.stringify(manifest);
  const unused = Object.keys(english).filter((key) => {
    const name = isForm(key) ? key.replace(FORM, '') : key;
    const head = name.slice(0, name.lastIndexOf('_') + 1);
    return !whole.has(name) && !heads.has(head) && !ofManifest.includes(`__MSG_${name}__`);
  });
  expect(unused).toEqual([]);
});

/** Folders of what is shown; the rest speaks to programs and consoles. */
const SHOWN = /^src\/(words|verdict|content|background|popup|pages)\//;
/** Errors and console are for programmers, whose language is English. */
function isForProgrammers(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isNewExpression(at) && at.expression.getText().endsWith('Error')) return true;
    if (ts.isCallExpression(at) && /^(console\.|within$|v\.|reportError$)/.test(at.expression.getText()))
      return true;
    if (ts.isImportDeclaration(at) || ts.isLiteralTypeNode(at)) return true;
    if (ts.isJsxAttribute(at) && /^(class|rel)$/.test(at.name.getText())) return true;
    if (ts.isVariableDeclaration(at) && /^(STYLE|COMMAND)$/.test(at.name.getText())) return true;
    // The browser's question to developers, and what it says itself.
    if (ts.isPropertyAssignment(at) && at.name.getText() === 'justification') return true;
    if (ts.isCallExpression(at) && /\.(includes|split)$/.test(at.expression.getText())) return true;
  }
  return false;
}

/** What a reader sees of a piece of `markup`: tags, also those that a value cuts in two, are for browsers. */
function withoutTags(text: string, node: ts.Node): string {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isTaggedTemplateExpression(at) && at.tag.getText() === 'markup')
      return text.replace(/^[^<]*>|<[^>]*(>|$)/g, ' ');
  }
  return text;
}

it('no English is left in what is shown', () => {
  const left = written
    .filter(({ file, text, node }) => {
      if (!SHOWN.test(file) || isForProgrammers(node)) return false;
      const words = ts.isJsxText(node) ? /[A-Za-z]{2,}/ : /[A-Za-z]{2,},? [a-z]{2,}/;
      return words.test(withoutTags(text, node).replaceAll('FakeFilter', ''));
    })
    .map(({ file, text }) => `${file}: ${text.trim()}`);
  expect(left).toEqual([]);
});
