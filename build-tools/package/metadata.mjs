// Reads the metadata files of a project and checks each against the Metadata API's types.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { metadataTypes } from './metadata-types.mjs';

const parser = new XMLParser({ ignoreAttributes: true, ignoreDeclaration: true, parseTagValue: false, isArray: (_, at) => at.includes('.') });

export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** All metadata of a project: `[{file, type, body}]`, `body` with every element as a list. Faults are added to `faults`. */
export function readMetadata(root, faults) {
  const read = [];
  for (const file of filesBelow(path.join(root, 'force-app')).filter((name) => name.endsWith('-meta.xml'))) {
    const text = readFileSync(file, 'utf8');
    const broken = XMLValidator.validate(text);
    if (broken !== true) {
      faults.push(`${path.relative(root, file)}:${broken.err.line}: ${broken.err.msg}`);
      continue;
    }
    const [type, body] = Object.entries(parser.parse(text))[0];
    read.push({ file: path.relative(root, file), type, body: body === '' ? {} : body });
  }
  return read;
}

/** Unknown elements, values out of range, elements that repeat and may not. */
export function checkTypes(metadata, faults) {
  const typeOf = metadataTypes();
  for (const { file, type, body } of metadata) {
    const shape = typeOf(type);
    if (!shape) faults.push(`${file}: there is no metadata type ${type}`);
    else walk(body, shape, type, (text) => faults.push(`${file}: ${text}`));
  }
}

function walk(value, shape, at, fault) {
  if (shape.kind === 'object') {
    if (typeof value === 'string') return fault(`${at}: elements expected, not "${value}"`);
    for (const [name, items] of Object.entries(value)) {
      const field = shape.fields.get(name);
      if (!field) {
        fault(`${at} has no element ${name}`);
        continue;
      }
      if (items.length > 1 && !field.many) fault(`${at}.${name} may stand once only`);
      for (const item of items) walk(item, field.type, `${at}.${name}`, fault);
    }
    return;
  }
  const wrong =
    (shape.kind === 'boolean' && !['true', 'false'].includes(value)) ||
    (shape.kind === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) ||
    (shape.kind === 'enum' && !shape.values.has(value));
  if (wrong) fault(`${at}: "${value}" is not a ${shape.kind === 'enum' ? `value of ${[...shape.values].slice(0, 12).join(', ')}` : shape.kind}`);
}
