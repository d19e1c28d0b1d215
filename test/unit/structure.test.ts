import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT } from '../../build/may-import.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function documents(): string[] {
  const files = ts.sys.readDirectory(root, ['.md'], undefined, ['*', 'docs/**/*', 'models/*', 'training/*']);
  return files.map((file) => path.relative(root, file));
}

function exists(file: string): boolean {
  const full = path.join(root, file);
  return ts.sys.fileExists(full) || ts.sys.directoryExists(full);
}

/** Files of src and tools → the files of the same that each imports, types included. */
function importGraph(): Map<string, string[]> {
  const files = ts.sys.readDirectory(root, ['.ts', '.tsx'], undefined, ['src/**/*', 'tools/**/*']);
  const known = new Set(files.map((file) => path.relative(root, file)));
  return new Map(
    [...known].map((file) => {
      const { importedFiles } = ts.preProcessFile(read(file), true, true);
      const targets = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => path.join(path.dirname(file), fileName))
        .filter((target) => known.has(target));
      return [file, targets];
    }),
  );
}

/** A circle in a graph, as its nodes in order; null if there is none. */
function circleIn(graph: ReadonlyMap<string, Iterable<string>>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (node: string): string[] | null => {
    const at = way.indexOf(node);
    if (at >= 0) return [...way.slice(at), node];
    if (done.has(node)) return null;
    way.push(node);
    for (const next of graph.get(node) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    way.pop();
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const found = visit(node);
    if (found) return found;
  }
  return null;
}

/** The table of docs/ARCHITECTURE.md: folder → folders, `src/` left away. */
function documented(): Map<string, string[]> {
  const document = read('docs/ARCHITECTURE.md');
  const table = document.slice(document.indexOf('## Folders'), document.indexOf('## Where frames'));
  const rows = [...table.matchAll(/^\| `((?:src|tools)\/[^`]+)` *\|[^|]*\|([^|]*)\|$/gm)];
  return new Map(
    rows.map(([, folder = '', targets = '']) => [
      folder.replace(/^src\//, ''),
      targets.trim() === '–' ? [] : targets.split(',').map((name) => name.trim()),
    ]),
  );
}

describe('the folders', () => {
  const graph = importGraph();
  const table = documented();
  const folderOf = (file: string): string | undefined =>
    [...table.keys()]
      .sort((a, b) => b.length - a.length)
      .find((name) => file.startsWith(`${name.startsWith('tools/') ? name : `src/${name}`}/`));

  it('are documented as lint enforces them', () => {
    const src = [...table].filter(([name]) => !name.startsWith('tools/'));
    expect(Object.fromEntries(src.map(([name, targets]) => [name, targets.sort()]))).toEqual(
      Object.fromEntries(Object.entries(MAY_IMPORT).map(([name, targets]) => [name, [...targets].sort()])),
    );
  });

  it('import only what the table allows', () => {
    const wrong: string[] = [];
    for (const [file, targets] of graph) {
      const from = folderOf(file);
      for (const target of targets) {
        const to = folderOf(target);
        if (file.startsWith('src/') && target.startsWith('tools/')) wrong.push(`${file} → ${target}`);
        if (!from || from === to || (from.startsWith('tools/') && target.startsWith('src/'))) continue;
        if (!to || !table.get(from)?.includes(to)) wrong.push(`${file} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('hold no circle of files', () => {
    expect(circleIn(graph)).toBeNull();
  });

  it.each(['src/adaptation', 'tools/lib'])('of %s do not import each other in a circle', (area) => {
    const folders = new Map<string, Set<string>>();
    for (const [file, targets] of graph) {
      const from = path.dirname(file);
      if (!from.startsWith(`${area}/`)) continue;
      const into = folders.get(from) ?? folders.set(from, new Set()).get(from);
      for (const target of targets) {
        const to = path.dirname(target);
        if (to.startsWith(`${area}/`) && to !== from) into?.add(to);
      }
    }
    expect(circleIn(folders)).toBeNull();
  });
});

describe('the documents', () => {
  it('name every command of package.json that people call, and no other', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const words = documents().map(read).join('\n');
    const named = new Set(
      [...words.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name ?? ''),
    );
    expect([...named].filter((name) => !(name in scripts))).toEqual([]);
    const internal = ['assets', 'types', 'lint', 'test', 'test:unit', 'test:e2e'];
    expect(Object.keys(scripts).filter((name) => !named.has(name) && !internal.includes(name))).toEqual([]);
  });

  it('point to files that exist', () => {
    const missing: string[] = [];
    for (const file of documents()) {
      for (const [, target = ''] of read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        if (!exists(path.join(path.dirname(file), target))) missing.push(`${file}: ${target}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('claim of nothing in the comparison what no test shows', () => {
    const rows = [...read('docs/COMPARISON.md').matchAll(/^\| .* ● .*\| `(test\/[^`]+)`: (.+?) *\|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(30);
    const unproven = rows.filter(([, file = '', title = '']) => !exists(file) || !read(file).includes(title));
    expect(unproven.map(([row]) => row)).toEqual([]);
    const claims = [...read('docs/COMPARISON.md').matchAll(/^\| [^|]+ \| [●◐] +\|.*$/gm)];
    expect(claims.length).toBe(rows.length);
    expect(claims.filter(([row]) => row.startsWith('| **')).length).toBeGreaterThanOrEqual(9);
  });

  it('say for fifteen changes where to make them, in files that exist', () => {
    const document = read('CONTRIBUTING.md');
    const section = document.slice(document.indexOf('## Where do I change'));
    const rows = [...section.matchAll(/^\| [^|]+ \| `([^`]+)` *\|$/gm)].map(([, file]) => file ?? '');
    expect(rows.length).toBeGreaterThanOrEqual(15);
    expect(rows.filter((file) => !exists(file))).toEqual([]);
  });
});
