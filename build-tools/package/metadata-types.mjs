// The types of the Metadata API as @salesforce/types publishes them: which elements a type has, which of them may repeat, and
// which values an element takes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const file = path.join(path.dirname(require.resolve('@salesforce/types/metadata')), 'metadata.d.ts');

/** Shape of a type: `{kind: 'object', fields: Map<name, {type, many}>}` or `{kind: 'enum', values: Set}`; else a primitive. */
export function metadataTypes() {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const aliases = new Map();
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node)) aliases.set(node.name.text, node.type);
  }
  const known = new Map();

  function shape(node) {
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText();
      if (name === 'Array') return shape(node.typeArguments[0]);
      if (known.has(name)) return known.get(name);
      const target = aliases.get(name);
      if (!target) return { kind: 'any' };
      const place = {};
      known.set(name, place);
      return Object.assign(place, shape(target));
    }
    if (ts.isArrayTypeNode(node)) return shape(node.elementType);
    if (ts.isParenthesizedTypeNode(node)) return shape(node.type);
    if (ts.isIntersectionTypeNode(node)) {
      const fields = new Map();
      for (const part of node.types) for (const [name, field] of shape(part).fields ?? []) fields.set(name, field);
      return { kind: 'object', fields };
    }
    if (ts.isTypeLiteralNode(node)) {
      const fields = new Map();
      for (const member of node.members) {
        if (!ts.isPropertySignature(member)) continue;
        const many = ts.isArrayTypeNode(member.type);
        fields.set(member.name.text, { many, get type() { return shape(member.type); } });
      }
      return { kind: 'object', fields };
    }
    if (ts.isUnionTypeNode(node) || ts.isLiteralTypeNode(node)) {
      const parts = ts.isUnionTypeNode(node) ? node.types : [node];
      const texts = parts.filter((p) => ts.isLiteralTypeNode(p) && ts.isStringLiteral(p.literal)).map((p) => p.literal.text);
      return texts.length === parts.length ? { kind: 'enum', values: new Set(texts) } : { kind: 'any' };
    }
    const keyword = node.getText();
    return { kind: ['boolean', 'number', 'string'].includes(keyword) ? keyword : 'any' };
  }

  return (name) => (aliases.has(name) ? shape(aliases.get(name)) : undefined);
}
