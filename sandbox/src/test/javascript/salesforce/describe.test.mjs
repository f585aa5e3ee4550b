import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const admin = await connect(box, box.credentials.salesforce.adminUsername);
const fieldsOf = async (object) => new Map((await admin.describe(object)).fields.map((f) => [f.name, f]));

test('describeGlobal_listsObjects', async () => {
  const { encoding, maxBatchSize, sobjects } = await admin.describeGlobal();
  assert.deepEqual([encoding, maxBatchSize], ['UTF-8', 200]);
  const contact = sobjects.find((o) => o.name === 'Contact');
  assert.equal(contact.keyPrefix, '003');
  assert.equal(contact.urls.describe, '/services/data/v65.0/sobjects/Contact/describe');
  for (const flag of ['createable', 'updateable', 'deletable', 'undeletable', 'queryable', 'searchable', 'retrieveable', 'replicateable', 'mergeable', 'triggerable', 'layoutable', 'activateable']) {
    assert.equal(typeof contact[flag], 'boolean', flag);
  }
  for (const name of ['Account', 'Event', 'EventRelation', 'Lead', 'User', 'SyncConfiguration__c', 'Organization']) {
    assert.ok(sobjects.some((o) => o.name === name), name);
  }
});

test('describe_ofContact_hasWhatClientsBuildOn', async () => {
  const contact = await admin.describe('Contact');
  const fields = new Map(contact.fields.map((f) => [f.name, f]));
  const last = fields.get('LastName');
  assert.deepEqual(
    { type: last.type, length: last.length, byteLength: last.byteLength, nillable: last.nillable, soapType: last.soapType, createable: last.createable, updateable: last.updateable },
    { type: 'string', length: 80, byteLength: 240, nillable: false, soapType: 'xsd:string', createable: true, updateable: true });
  assert.deepEqual(fields.get('AccountId').referenceTo, ['Account']);
  assert.equal(fields.get('AccountId').relationshipName, 'Account');
  assert.equal(fields.get('Id').type, 'id');
  assert.equal(fields.get('Name').nameField, true);
  assert.equal(fields.get('Name').createable, false);
  assert.equal(fields.get('MailingStreet').compoundFieldName, 'MailingAddress');
  assert.equal(fields.get('MailingAddress').type, 'address');
  assert.equal(fields.get('LockstepKey__c').externalId, true);
  assert.equal(fields.get('LockstepKey__c').unique, true);
  assert.equal(fields.get('LockstepKey__c').caseSensitive, true);
  assert.ok(fields.get('Salutation').picklistValues.some((v) => v.value === 'Mr.' && v.active === true && v.validFor === null));
  assert.equal(fields.get('SystemModstamp').updateable, false);
  assert.equal(fields.has('IsPersonAccount'), false);
  assert.equal(fields.has('CurrencyIsoCode'), false);
  assert.equal(fields.has('MailingCountryCode'), false);
  assert.ok(contact.childRelationships.some((c) => c.childSObject === 'Event' && c.field === 'WhoId' && c.relationshipName === 'Events'));
  assert.ok(Array.isArray(contact.recordTypeInfos));
  await assert.rejects(admin.describe('Nonsense'), coded('NOT_FOUND'));
});

test('describe_ofUserWithoutRights_hidesTheField', async () => {
  const before = await connect(box, 'amelie');
  assert.ok((await before.describe('Contact')).fields.some((f) => f.name === 'Birthdate'));
  await box.control('PUT', '/org/rights', { holder: 'Standard User', field: 'Contact.Birthdate', letters: '' });
  const amelie = await connect(box, 'amelie');
  assert.ok(!(await amelie.describe('Contact')).fields.some((f) => f.name === 'Birthdate'));
  await assert.rejects(amelie.query('SELECT Birthdate FROM Contact'), coded('INVALID_FIELD', "No such column 'Birthdate'"));
  await assert.rejects(amelie.sobject('Contact').create({ LastName: 'x', Birthdate: '1990-01-01' }), coded('INVALID_FIELD', "No such column 'Birthdate' on sobject of type Contact"));
  assert.ok((await admin.describe('Contact')).fields.some((f) => f.name === 'Birthdate'));
});

test('limits_areCounted', async () => {
  const before = await admin.limits();
  await admin.query('SELECT Id FROM User LIMIT 1');
  const after = await admin.limits();
  assert.equal(before.DailyApiRequests.Remaining - after.DailyApiRequests.Remaining, 2);
  assert.equal(admin.limitInfo.apiUsage.limit, after.DailyApiRequests.Max);
  assert.equal(admin.limitInfo.apiUsage.used, after.DailyApiRequests.Max - after.DailyApiRequests.Remaining);
});

test('limit_reached_refusesEveryCall', async () => {
  await box.control('POST', '/faults', { service: 'salesforce', kind: 'apiLimit', count: 1 });
  await assert.rejects(admin.query('SELECT Id FROM User'), coded('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  await admin.query('SELECT Id FROM User');
});

test('recent_isAList', async () => {
  assert.ok(Array.isArray(await admin.recent()));
  assert.ok(Array.isArray(await admin.recent('Contact', 5)));
});

test('whatIsNotSimulated_saysSo', async () => {
  const unsupported = coded('NOT_FOUND', 'The sandbox does not simulate');
  await assert.rejects(admin.tooling.query('SELECT Id FROM ApexClass'), unsupported);
  await assert.rejects(admin.search('FIND {Query} IN ALL FIELDS RETURNING Contact(Id)'), unsupported);
  await assert.rejects(admin.tabs(), unsupported);
  await assert.rejects(admin.theme(), unsupported);
  await assert.rejects(admin.quickActions(), unsupported);
  await assert.rejects(Promise.resolve(admin.chatter.resource('/users/me').retrieve()), unsupported);
  await assert.rejects(admin.analytics.reports(), unsupported);
  await assert.rejects(admin.sobject('Contact').layouts(), unsupported);
  await assert.rejects(admin.sobject('Contact').listviews(), unsupported);
  await assert.rejects(admin.apex.get('/anything'), coded('NOT_FOUND', 'Could not find a match for URL'));
  await assert.rejects(admin.metadata.list([{ type: 'CustomObject' }], '65.0'), (e) => /No operation available for request .*listMetadata/.test(e.message));
  await assert.rejects(admin.soap.convertLead({ leadId: '00Q000000000000AAA', convertedStatus: 'x' }), (e) => /No operation available for request .*convertLead/.test(e.message));
});

test('soap_ofTheClient_readsAndWrites', async () => {
  const time = await admin.soap.getServerTimestamp();
  assert.ok(!Number.isNaN(Date.parse(time.timestamp ?? time)));
  const info = await admin.soap.getUserInfo();
  assert.equal(info.userName, box.credentials.salesforce.adminUsername);
  assert.equal(info.organizationId, box.credentials.salesforce.orgId);
  const [made] = [await admin.soap.create([{ type: 'Contact', LastName: 'By SOAP' }])].flat();
  assert.equal(made.success, true);
  const [gone] = [await admin.soap.delete([made.id])].flat();
  assert.equal(gone.success, true);
  const [back] = [await admin.soap.undelete([made.id])].flat();
  assert.equal(back.success, true);
  await admin.sobject('Contact').destroy(made.id);
});
