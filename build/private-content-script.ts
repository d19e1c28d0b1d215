import type { Plugin } from 'vite';

/**
 * The content script is one self-contained file that the browser injects by its path. crxjs nevertheless makes it readable by
 * every page (`web_accessible_resources`, by which a page could tell that the extension is installed) and leaves a second,
 * unused copy split into chunks. Both are taken out here.
 * @param entry path of the content script's source, from the root.
 */
export function privateContentScript(entry: string): Plugin {
  return {
    name: 'fakefilter:private-content-script',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const copy = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(`/${entry}`),
        );
        if (copy) Reflect.deleteProperty(bundle, copy.fileName);
        const manifest = bundle['manifest.json'];
        if (manifest?.type !== 'asset') this.error('The build made no manifest.json');
        const { web_accessible_resources: removed, ...content } = JSON.parse(
          String(manifest.source),
        ) as Record<string, unknown>;
        manifest.source = JSON.stringify(content, null, 2);
      },
    },
  };
}
