import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const FEATURES = { sharedActivities: false, multiDayEvents: false, personAccounts: false, stateAndCountryPicklists: false, multiCurrency: false, middleNames: false, namespace: null };

/** The administrator of a new org of that shape. */
async function orgWith(features) {
  await box.control('PUT', '/org/shape', { ...FEATURES, ...features });
  await box.seed({ contacts: 0, events: 0 });
  return connect(box, box.credentials.salesforce.adminUsername);
}

const fieldsOf = async (org, object) => new Map((await org.describe(object)).fields.map((f) => [f.name, f]));
const event = (more) => ({ Subject: 'Shape', StartDateTime: '2027-09-01T09:00:00Z', ...more });

test('plain_org_refusesWhatItsFeaturesWouldAllow', async () => {
  const org = await orgWith({});
  const contact = await fieldsOf(org, 'Contact');
  for (const name of ['IsPersonAccount', 'MailingCountryCode', 'CurrencyIsoCode', 'MiddleName', 'Suffix']) assert.ok(!contact.has(name), name);
  await assert.rejects(org.sobject('Event').create(event({ DurationInMinutes: 1500 })), coded('FIELD_INTEGRITY_EXCEPTION', 'Duration must be between 0 and 1440 minutes'));
  await assert.rejects(org.sobject('Event').create(event({ DurationInMinutes: 30, EventWhoIds: [] })), coded('INVALID_FIELD'));
  await assert.rejects(org.query('SELECT Id FROM EventRelation WHERE IsWhat = true'), coded('INVALID_FIELD'));
  await assert.rejects(org.sobject('Contact').create({ LastName: 'x', MiddleName: 'M' }), coded('INVALID_FIELD'));
  assert.ok((await org.sobject('Contact').create({ LastName: 'Free', MailingCountry: 'Atlantis' })).success);
  assert.equal((await org.query('SELECT IsSandbox, OrganizationType FROM Organization')).totalSize, 1);
});

test('sharedActivities_relateManyContacts', async () => {
  const org = await orgWith({ sharedActivities: true });
  const made = await org.sobject('Contact').create([{ LastName: 'One' }, { LastName: 'Two' }]);
  const ids = made.map((r) => r.id);
  const { id } = await org.sobject('Event').create(event({ DurationInMinutes: 30, EventWhoIds: ids }));
  const { records } = await org.query(`SELECT RelationId, IsParent, IsInvitee FROM EventRelation WHERE EventId = '${id}' AND IsParent = true ORDER BY RelationId`);
  assert.deepEqual(records.map((r) => r.RelationId), [...ids].sort());
  const row = await org.sobject('Event').retrieve(id, { fields: ['WhoId', 'WhoCount'] });
  assert.deepEqual([row.WhoId, row.WhoCount], [ids[0], 2]);
  await org.sobject('Event').update({ Id: id, EventWhoIds: [ids[1]] });
  assert.equal((await org.sobject('Event').retrieve(id, { fields: ['WhoId'] })).WhoId, ids[1]);
});

test('multiDayEvents_lastUpToFourteenDays', async () => {
  const org = await orgWith({ multiDayEvents: true });
  const { id } = await org.sobject('Event').create(event({ DurationInMinutes: 3 * 1440 }));
  assert.equal((await org.sobject('Event').retrieve(id)).EndDateTime, '2027-09-04T09:00:00.000+0000');
  await assert.rejects(org.sobject('Event').create(event({ DurationInMinutes: 14 * 1440 + 1 })), coded('FIELD_INTEGRITY_EXCEPTION'));
  const day = await org.sobject('Event').create({ Subject: 'Days', IsAllDayEvent: true, StartDateTime: '2027-09-01T00:00:00Z', EndDateTime: '2027-09-03T00:00:00Z' });
  const row = await org.sobject('Event').retrieve(day.id);
  assert.deepEqual([row.ActivityDate, row.EndDate, row.DurationInMinutes], ['2027-09-01', '2027-09-03', 3 * 1440]);
});

test('personAccounts_areAccountAndContact', async () => {
  const org = await orgWith({ personAccounts: true });
  const { id } = await org.sobject('Account').create({ FirstName: 'Pia', LastName: 'Person', PersonEmail: 'pia@example.com' });
  const account = await org.sobject('Account').retrieve(id);
  assert.deepEqual([account.IsPersonAccount, account.Name, account.PersonEmail], [true, 'Pia Person', 'pia@example.com']);
  const { records: [contact] } = await org.query(`SELECT Id, Name, Email, IsPersonAccount FROM Contact WHERE AccountId = '${id}'`);
  assert.deepEqual([contact.Id, contact.Name, contact.Email, contact.IsPersonAccount], [account.PersonContactId, 'Pia Person', 'pia@example.com', true]);
  await assert.rejects(org.sobject('Contact').update({ Id: contact.Id, LastName: 'Direct' }), (e) => e.errorCode !== undefined);
  await org.sobject('Account').update({ Id: id, LastName: 'Changed' });
  assert.equal((await org.sobject('Contact').retrieve(contact.Id)).LastName, 'Changed');
  assert.equal((await org.query('SELECT COUNT() FROM Contact WHERE IsPersonAccount = false')).totalSize, 0);
});

test('stateAndCountryPicklists_nameAndCodeAgree', async () => {
  const org = await orgWith({ stateAndCountryPicklists: true });
  const fields = await fieldsOf(org, 'Contact');
  const [country, state] = [fields.get('MailingCountryCode'), fields.get('MailingStateCode')];
  assert.equal(country.restrictedPicklist, true);
  const us = country.picklistValues.findIndex((v) => v.value === 'US');
  assert.equal(country.picklistValues[us].label, 'United States');
  assert.deepEqual([state.controllerName, state.dependentPicklist], ['MailingCountryCode', true]);
  const validFor = (value, label) => Buffer.from(state.picklistValues.find((v) => v.value === value && v.label === label).validFor, 'base64');
  const allowed = (bits, index) => (bits[index >> 3] & (0x80 >> index % 8)) !== 0;
  assert.ok(allowed(validFor('CA', 'California'), us));
  assert.ok(!allowed(validFor('ON', 'Ontario'), us));
  const contacts = org.sobject('Contact');
  const made = await contacts.create({ LastName: 'Coded', MailingCountryCode: 'US', MailingStateCode: 'CA' });
  const row = await contacts.retrieve(made.id);
  assert.deepEqual([row.MailingCountry, row.MailingState], ['United States', 'California']);
  assert.deepEqual([row.MailingAddress.countryCode, row.MailingAddress.stateCode, row.MailingAddress.state], ['US', 'CA', 'California']);
  await contacts.update({ Id: made.id, MailingCountry: 'Canada', MailingState: 'Ontario' });
  assert.equal((await contacts.retrieve(made.id)).MailingStateCode, 'ON');
  await assert.rejects(contacts.create({ LastName: 'x', MailingCountry: 'Atlantis' }), coded('FIELD_INTEGRITY_EXCEPTION', "There's a problem with this country"));
  await assert.rejects(contacts.create({ LastName: 'x', MailingState: 'California' }), coded('FIELD_INTEGRITY_EXCEPTION', 'must be specified before specifying a state'));
  await assert.rejects(contacts.create({ LastName: 'x', MailingCountryCode: 'US', MailingStateCode: 'ON' }), coded('FIELD_INTEGRITY_EXCEPTION', "There's a problem with this state"));
});

test('multiCurrency_everyRowHasOne', async () => {
  const org = await orgWith({ multiCurrency: true });
  const made = await org.sobject('Account').create({ Name: 'Euro', CurrencyIsoCode: 'EUR' });
  assert.equal((await org.sobject('Account').retrieve(made.id)).CurrencyIsoCode, 'EUR');
  const plain = await org.sobject('Contact').create({ LastName: 'Default' });
  assert.equal((await org.sobject('Contact').retrieve(plain.id)).CurrencyIsoCode, 'USD');
  await assert.rejects(org.sobject('Contact').create({ LastName: 'x', CurrencyIsoCode: 'XXX' }), coded('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'));
});

test('middleNames_arePartOfTheName', async () => {
  const org = await orgWith({ middleNames: true });
  const made = await org.sobject('Contact').create({ FirstName: 'Ann', MiddleName: 'B.', LastName: 'Cole', Suffix: 'Jr.' });
  assert.equal((await org.sobject('Contact').retrieve(made.id)).Name, 'Ann B. Cole Jr.');
  assert.equal((await fieldsOf(org, 'Contact')).get('MiddleName').compoundFieldName, 'Name');
});

test('namespace_standsBeforeThePackagesNames', async () => {
  const org = await orgWith({ namespace: 'lockstep' });
  const { sobjects } = await org.describeGlobal();
  assert.ok(sobjects.some((o) => o.name === 'lockstep__SyncConfiguration__c'));
  assert.ok((await fieldsOf(org, 'Contact')).has('lockstep__LockstepKey__c'));
  await assert.rejects(org.query('SELECT LockstepKey__c FROM Contact'), coded('INVALID_FIELD'));
  const bare = await connect(box, box.credentials.salesforce.adminUsername, { callOptions: { client: 'test', defaultNamespace: 'lockstep' } });
  assert.equal((await bare.query('SELECT LockstepKey__c FROM Contact')).totalSize, 0);
  const made = await bare.sobject('Contact').create({ LastName: 'Named', LockstepKey__c: 'key' });
  assert.equal((await org.sobject('Contact').retrieve(made.id)).lockstep__LockstepKey__c, 'key');
});
