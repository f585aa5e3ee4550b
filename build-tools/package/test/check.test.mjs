// A check that cannot fail is worth nothing: each test puts one fault into a copy of the project and wants it found.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.join(here, '..', '..', '..');
const main = 'force-app/main';
let copy;

before(() => { copy = mkdtempSync(path.join(tmpdir(), 'lockstep-package-')); });
beforeEach(() => {
  rmSync(path.join(copy, 'force-app'), { recursive: true, force: true });
  for (const part of ['force-app', 'sfdx-project.json']) cpSync(path.join(project, part), path.join(copy, part), { recursive: true });
});
after(() => rmSync(copy, { recursive: true }));

function seed(file, from, to) {
  const at = path.join(copy, main, file);
  const text = readFileSync(at, 'utf8');
  assert.ok(text.includes(from), `${file} holds "${from}"`);
  writeFileSync(at, text.replace(from, to));
}

function check(...flags) {
  const run = spawnSync(process.execPath, [path.join(here, '..', 'check.mjs'), ...flags, copy], { encoding: 'utf8' });
  return { status: run.status, text: run.stdout + run.stderr };
}

function finds(pattern, ...flags) {
  const { status, text } = check(...flags);
  assert.equal(status, 1, text);
  assert.match(text, pattern);
}

const FIELD = 'sync-log/objects/SyncLog__c/fields/Mailbox__c.field-meta.xml';
const USER = 'security/permissionsets/Lockstep_User.permissionset-meta.xml';

test('the project as it is has no fault', () => {
  const { status, text } = check('--quick');
  assert.equal(status, 0, text);
});

for (const [name, file, from, to, pattern] of [
  ['brokenXml', FIELD, '</label>', '', /Mailbox__c.*(closed|closing|Expected)/i],
  ['unknownElement', FIELD, '<label>', '<bogus>1</bogus><label>', /no element bogus/],
  ['wrongEnum', FIELD, '<type>MasterDetail', '<type>MasterDetails', /"MasterDetails" is not a value/],
  ['wrongBoolean', FIELD, '<reparentableMasterDetail>false', '<reparentableMasterDetail>no', /"no" is not a boolean/],
  ['repeatedElement', FIELD, '<label>', '<label>Twice</label><label>', /label may stand once/],
  ['lookupToNowhere', FIELD, 'SyncMailbox__c', 'SyncPostbox__c', /no object SyncPostbox__c/],
  ['permissionForUnknownField', USER, 'SyncIssue__c.Choice__c', 'SyncIssue__c.Choices__c', /no field SyncIssue__c.Choices__c/],
  ['permissionForEventWithoutTask', USER, 'Task.LockstepKey__c', 'Contact.LockstepKey__c', /Event.LockstepKey__c is listed without Task/],
  ['contractFieldUnknown', 'contract/triggers.json', 'LockstepStamp__c', 'LockstepStamps__c', /no field Event.LockstepStamps__c/],
  ['contractVerbUnknown', 'contract/triggers.json', '"nudge"', '"shove"', /"shove" is not known/],
  ['queryOfUnknownField', 'records/classes/EventSync_Tests.cls', 'SELECT Id, Location, LockstepKey__c', 'SELECT Id, Location, LockstepKeys__c', /no field Event.LockstepKeys__c/],
]) {
  test(`${name}_isFound`, () => {
    seed(file, from, to);
    finds(pattern, '--quick');
  });
}

test('contractEntryWithoutTest_isFound', () => {
  const at = path.join(copy, main, 'records/classes/LeadSync_Tests.cls');
  writeFileSync(at, readFileSync(at, 'utf8').replaceAll('beforeInsert_blank_', 'clone_'));
  finds(/Lead.beforeInsert.blank has no test/, '--quick');
});

test('apexFaults_ofTypeFormatAndRule_areFound', () => {
  seed('records/classes/SyncNudgeBus.cls', 'EventBus.publish(nudge);', "Integer wrong = 'text';\n    EventBus.publish(nudge);");
  seed('records/classes/SyncedRecordHandler.cls', 'with sharing', '');
  seed('records/classes/ContactSync_Tests.cls', "row.LockstepKey__c = 'key-1';", "row.LockstepKye__c = 'key-1';");
  const { status, text } = check();
  assert.equal(status, 1, text);
  assert.match(text, /Incompatible types in assignment/);
  assert.match(text, /LockstepKye__c/);
  assert.match(text, /SyncedRecordHandler.cls: not formatted/);
  assert.match(text, /ApexSharingViolations|unused/i);
});
