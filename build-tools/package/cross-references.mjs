// What no type table knows: whether the things that metadata, Apex and the trigger contract name are there.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseQuery, getFlattenedFields } from '@jetstreamapp/soql-parser-js';
import { filesBelow } from './metadata.mjs';

/** Fields of the project by object; what Activity has, Event and Task have. */
export function ownFields(metadata) {
  const fields = new Map();
  const of = (object) => fields.get(object) ?? fields.set(object, new Map()).get(object);
  for (const { file, type, body } of metadata) {
    if (type === 'CustomObject') of(file.split('/').at(-2));
    if (type !== 'CustomField') continue;
    const object = file.split('/').at(-3);
    for (const owner of object === 'Activity' ? ['Activity', 'Event', 'Task'] : [object]) of(owner).set(body.fullName[0], { file, body });
  }
  return fields;
}

const isCustom = (name) => /__(c|e|mdt|r)$/.test(name);

/** `object.field` must be one of ours if it is custom. */
function missing(fields, object, field) {
  return isCustom(field) && !fields.get(object)?.has(field);
}

export function checkFields(metadata, fields, faults) {
  for (const { file, type, body } of metadata) {
    if (type !== 'CustomField') continue;
    const is = (name) => body[name]?.[0];
    const name = path.basename(file, '.field-meta.xml');
    if (is('fullName') !== name) faults.push(`${file}: fullName is ${is('fullName')}, the file says ${name}`);
    for (const needed of ['label', 'type', 'description']) if (!is(needed)) faults.push(`${file}: ${needed} is missing`);
    const event = file.split('/').at(-3).endsWith('__e');
    if (!event && !is('inlineHelpText')) faults.push(`${file}: inlineHelpText is missing`);
    if ((is('inlineHelpText') ?? '').length > 510) faults.push(`${file}: inlineHelpText may have 510 characters`);
    if ((is('label') ?? '').length > 40) faults.push(`${file}: label may have 40 characters`);
    if (['Lookup', 'MasterDetail'].includes(is('type'))) {
      if (isCustom(is('referenceTo') ?? '') && !fields.has(is('referenceTo'))) faults.push(`${file}: there is no object ${is('referenceTo')}`);
      if (!is('referenceTo') || !is('relationshipName')) faults.push(`${file}: referenceTo and relationshipName are needed`);
    }
    if (['Text', 'LongTextArea'].includes(is('type')) && !is('length')) faults.push(`${file}: length is missing`);
    if (is('type') === 'Number' && !(is('precision') && is('scale'))) faults.push(`${file}: precision and scale are missing`);
  }
}

export function checkPermissionSets(metadata, fields, faults) {
  const permissions = new Set(metadata.filter((m) => m.type === 'CustomPermission').map((m) => path.basename(m.file).split('.')[0]));
  const classes = new Set(metadata.filter((m) => m.type === 'ApexClass').map((m) => path.basename(m.file).split('.')[0]));
  for (const { file, type, body } of metadata) {
    if (type !== 'PermissionSet') continue;
    const listed = new Set();
    for (const entry of body.fieldPermissions ?? []) {
      const [object, field] = entry.field[0].split('.');
      listed.add(entry.field[0]);
      if (missing(fields, object, field)) faults.push(`${file}: there is no field ${entry.field[0]}`);
      const found = fields.get(object)?.get(field)?.body;
      if (found?.required?.[0] === 'true' || found?.type[0] === 'MasterDetail') faults.push(`${file}: ${entry.field[0]} is required, and required fields take no permission`);
    }
    for (const name of listed) {
      // Field permissions of Event and Task are one in Salesforce: naming only one of them takes the other away.
      const twin = name.replace(/^(Event|Task)\./, (_, object) => (object === 'Event' ? 'Task.' : 'Event.'));
      if (twin !== name && !listed.has(twin)) faults.push(`${file}: ${name} is listed without ${twin}`);
    }
    for (const entry of body.objectPermissions ?? []) if (isCustom(entry.object[0]) && !fields.has(entry.object[0])) faults.push(`${file}: there is no object ${entry.object[0]}`);
    for (const entry of body.customPermissions ?? []) if (!permissions.has(entry.name[0])) faults.push(`${file}: there is no custom permission ${entry.name[0]}`);
    for (const entry of body.classAccesses ?? []) if (!classes.has(entry.apexClass[0])) faults.push(`${file}: there is no class ${entry.apexClass[0]}`);
  }
}

const DOES = {
  beforeInsert: { blank: (rule) => rule.fields },
  beforeUpdate: { refuseUnlessSeen: (rule) => [rule.field, rule.seen], renewUnlessSet: (rule) => [rule.field] },
  afterChange: { nudge: () => [] },
};

/** Every entry is of a known form, names fields that exist, and is exercised by an Apex test named after it. */
export function checkContract(root, fields, faults) {
  const at = 'force-app/main/contract/triggers.json';
  if (!existsSync(path.join(root, at))) return void faults.push(`${at} is missing`);
  const contract = JSON.parse(readFileSync(path.join(root, at), 'utf8'));
  if (contract.version !== 1) faults.push(`${at}: version ${contract.version} is not known, 1 is`);
  const tests = filesBelow(path.join(root, 'force-app')).filter((file) => file.endsWith('_Tests.cls'));
  for (const [object, moments] of Object.entries(contract.objects)) {
    const suite = tests.find((file) => path.basename(file) === `${object}Sync_Tests.cls`);
    const names = suite ? readFileSync(suite, 'utf8') : '';
    for (const [moment, rules] of Object.entries(moments)) {
      for (const rule of rules) {
        const used = DOES[moment]?.[rule.do];
        if (!used) {
          faults.push(`${at}: ${object}.${moment}: "${rule.do}" is not known there`);
          continue;
        }
        for (const field of used(rule) ?? []) if (missing(fields, object, field)) faults.push(`${at}: there is no field ${object}.${field}`);
        if (!names.includes(`static void ${moment}_${rule.do}_`)) faults.push(`${at}: ${object}.${moment}.${rule.do} has no test ${object}Sync_Tests.${moment}_${rule.do}_…`);
      }
    }
  }
}

/** Queries in Apex: their syntax, and custom fields and objects in them. The type checker looks into neither. */
export function checkQueries(root, fields, faults) {
  for (const file of filesBelow(path.join(root, 'force-app')).filter((name) => /\.(cls|trigger)$/.test(name))) {
    const text = readFileSync(file, 'utf8');
    for (const match of text.matchAll(/\[\s*(SELECT\b[^\]]*)\]/gi)) {
      const at = `${path.relative(root, file)}:${text.slice(0, match.index).split('\n').length}`;
      try {
        const query = parseQuery(match[1].replace(/\bWITH\s+(USER|SYSTEM)_MODE\b/gi, ''), { allowApexBindVariables: true });
        const object = query.sObject;
        if (isCustom(object) && !fields.has(object)) faults.push(`${at}: there is no object ${object}`);
        const used = new Set(getFlattenedFields(query));
        for (let c = query.where; c; c = c.right) if (c.left?.field) used.add(c.left.field);
        for (const by of [query.orderBy ?? []].flat()) if (by.field) used.add(by.field);
        for (const field of used) if (!field.includes('.') && missing(fields, object, field)) faults.push(`${at}: there is no field ${object}.${field}`);
      } catch (error) {
        faults.push(`${at}: the query cannot be read: ${error.message.split('\n')[0]}`);
      }
    }
  }
}
