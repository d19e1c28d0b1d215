import type { Rule } from 'eslint';
import type { Program, Type } from 'typescript';

/**
 * Elements that answer with what a page named so (`<input name="parentElement">`), or may be such. Elements of one other kind,
 * such as a video or a button of our own, have no such names and may be asked.
 */
const NAMED_BY_PAGES = new Set([
  'EventTarget',
  'Node',
  'ParentNode',
  'ChildNode',
  'Element',
  'HTMLElement',
  'HTMLFormElement',
  'HTMLObjectElement',
  'HTMLEmbedElement',
  'Document',
  'HTMLDocument',
]);

/** What the parser of typescript-eslint adds. */
interface TypeServices {
  program: Program;
  getTypeAtLocation(node: unknown): Type;
}

function knowsTypes(services: unknown): services is TypeServices {
  return (
    typeof services === 'object' &&
    services !== null &&
    'program' in services &&
    'getTypeAtLocation' in services
  );
}

/** Forbids to ask elements of a page, and its document, for properties and methods directly. */
export const pageDomRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      bare: 'A page can put anything under the name "{{name}}" of a {{kind}}. Ask by the functions of src/content/dom.ts.',
    },
  },
  create(context) {
    const services: unknown = context.sourceCode.parserServices;
    if (!knowsTypes(services)) throw new Error('The rule page-dom needs a parser that knows types');
    const checker = services.program.getTypeChecker();

    function kindNamedByPages(type: Type): string | undefined {
      const constrained = checker.getBaseConstraintOfType(type) ?? type;
      if (constrained.isUnionOrIntersection()) {
        return constrained.types.map(kindNamedByPages).find((kind) => kind !== undefined);
      }
      const name = constrained.getSymbol()?.name;
      return name !== undefined && NAMED_BY_PAGES.has(name) ? name : undefined;
    }

    return {
      MemberExpression(node) {
        const kind = kindNamedByPages(services.getTypeAtLocation(node.object));
        if (kind === undefined) return;
        const name = context.sourceCode.getText(node.property);
        context.report({ node: node.property, messageId: 'bare', data: { name, kind } });
      },
      // `const { body } = document`
      VariableDeclarator({ id, init }) {
        if (id.type !== 'ObjectPattern' || !init) return;
        const kind = kindNamedByPages(services.getTypeAtLocation(init));
        if (kind !== undefined)
          context.report({
            node: id,
            messageId: 'bare',
            data: { name: context.sourceCode.getText(id), kind },
          });
      },
    };
  },
};
