// Checks the Salesforce package without an org. Usage: node check.mjs [--quick] [--format] [project folder]
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkFormat, checkRules, checkTypesOfApex, format } from './apex.mjs';
import { checkContract, checkFields, checkPermissionSets, checkQueries, ownFields } from './cross-references.mjs';
import { checkTypes, readMetadata } from './metadata.mjs';

const args = process.argv.slice(2);
const root = path.resolve(args.find((arg) => !arg.startsWith('--')) ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..'));

if (args.includes('--format')) {
  await format(root, writeFile);
} else {
  const faults = [];
  const metadata = readMetadata(root, faults);
  const fields = ownFields(metadata);
  checkTypes(metadata, faults);
  checkFields(metadata, fields, faults);
  checkPermissionSets(metadata, fields, faults);
  checkContract(root, fields, faults);
  checkQueries(root, fields, faults);
  if (!args.includes('--quick')) {
    await Promise.all([checkFormat(root, faults), checkTypesOfApex(root, fields, faults)]);
    await checkRules(root, faults);
  }
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) {
    console.error(`${faults.length} fault${faults.length === 1 ? '' : 's'} in the Salesforce package`);
    process.exitCode = 1;
  } else {
    console.log(`Salesforce package: ${metadata.length} metadata files, no fault`);
  }
}
