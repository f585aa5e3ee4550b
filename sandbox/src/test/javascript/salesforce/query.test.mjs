import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import jsforce from 'jsforce';
import { startSandbox } from '../sandbox.mjs';
import { coded, connect } from './org.mjs';

const box = await startSandbox();
const admin = await connect(box, box.credentials.salesforce.adminUsername);
const query = (soql) => admin.query(soql).then((r) => r.records);
const names = (soql) => query(soql).then((rows) => rows.map((r) => r.LastName));

before(async () => {
  const accounts = await admin.sobject('Account').create([{ Name: 'Query Works' }, { Name: 'Query Empty' }]);
  const [works] = accounts.map((a) => a.id);
  await admin.sobject('Contact').create([
    { LastName: 'Qa', FirstName: 'Ann', Email: 'qa@query.example', AccountId: works, Title: 'Lead', Birthdate: '1980-02-29' },
    { LastName: 'Qb', FirstName: 'Bob', AccountId: works, Title: 'lead', DoNotCall: true },
    { LastName: 'Qc', Email: "o'neil@query.example", Title: '50% off_sale' },
    { LastName: 'Qd', FirstName: 'Dan', Title: null },
  ]);
});

const OURS = "LastName IN ('Qa', 'Qb', 'Qc', 'Qd')";

test('where_operators_selectAsDocumented', async () => {
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND Title = 'LEAD' ORDER BY LastName`), ['Qa', 'Qb']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND Title != 'Lead' ORDER BY LastName`), ['Qc', 'Qd']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND FirstName LIKE 'a%'`), ['Qa']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND FirstName LIKE '_ob'`), ['Qb']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND Title LIKE '50\\% off\\_%'`), ['Qc']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND Email = 'o\\'neil@query.example'`), ['Qc']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND (NOT FirstName LIKE 'A%') AND FirstName != null ORDER BY LastName DESC`), ['Qd', 'Qb']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE LastName NOT IN ('Qb', 'Qc', 'Qd') AND LastName LIKE 'Q_' AND Title = 'Lead'`), ['Qa']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND DoNotCall = TRUE`), ['Qb']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND Birthdate < 1990-01-01`), ['Qa']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND AccountId IN (SELECT Id FROM Account WHERE Name = 'Query Works') ORDER BY LastName`), ['Qa', 'Qb']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} AND AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Query Works') ORDER BY LastName`), ['Qc', 'Qd']);
  assert.deepEqual(await names(`select lastname from contact where ${OURS} and account.name like 'query%' order by lastname`), ['Qa', 'Qb']);
});

test('dateLiterals_aroundNow_selectByTheUsersDay', async () => {
  const literals = ['TODAY', 'THIS_WEEK', 'THIS_MONTH', 'THIS_YEAR', 'LAST_N_DAYS:2', 'THIS_QUARTER'];
  for (const literal of literals) {
    assert.equal((await names(`SELECT LastName FROM Contact WHERE ${OURS} AND CreatedDate = ${literal}`)).length, 4, literal);
  }
  assert.equal((await names(`SELECT LastName FROM Contact WHERE ${OURS} AND CreatedDate = YESTERDAY`)).length, 0);
  assert.equal((await names(`SELECT LastName FROM Contact WHERE ${OURS} AND CreatedDate < TOMORROW AND CreatedDate > YESTERDAY`)).length, 4);
  const since = new Date(Date.now() - 3_600_000);
  assert.equal((await names(`SELECT LastName FROM Contact WHERE ${OURS} AND CreatedDate >= ${jsforce.SfDate.toDateTimeLiteral(since)}`)).length, 4);
  assert.equal((await names(`SELECT LastName FROM Contact WHERE ${OURS} AND CreatedDate > 2020-01-01T00:00:00+02:00`)).length, 4);
});

test('orderBy_nulls_standWhereAsked', async () => {
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} ORDER BY FirstName`), ['Qc', 'Qa', 'Qb', 'Qd']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} ORDER BY FirstName NULLS LAST`), ['Qa', 'Qb', 'Qd', 'Qc']);
  assert.deepEqual(await names(`SELECT LastName FROM Contact WHERE ${OURS} ORDER BY FirstName DESC NULLS LAST, LastName LIMIT 2 OFFSET 1`), ['Qb', 'Qa']);
  await assert.rejects(query(`SELECT Id FROM Contact ORDER BY LastName OFFSET 2001`), coded('NUMBER_OUTSIDE_VALID_RANGE'));
});

test('relationships_up_haveTypeAndUrl', async () => {
  const [row] = await query(`SELECT Account.Name, Owner.Username, ReportsTo.Name FROM Contact WHERE LastName = 'Qa'`);
  assert.match(row.attributes.url, /^\/services\/data\/v65\.0\/sobjects\/Contact\/003\w{15}$/);
  assert.deepEqual(Object.keys(row), ['attributes', 'Account', 'Owner', 'ReportsTo']);
  assert.equal(row.Account.Name, 'Query Works');
  assert.equal(row.Account.attributes.type, 'Account');
  assert.match(row.Account.attributes.url, /\/sobjects\/Account\/001\w{15}$/);
  assert.equal(row.Owner.Username, box.credentials.salesforce.adminUsername);
  assert.equal(row.ReportsTo, null);
});

test('relationships_polymorphic_areNames', async () => {
  const [contact] = await query("SELECT Id FROM Contact WHERE LastName = 'Qa'");
  const event = await admin.sobject('Event').create({ Subject: 'Poly', StartDateTime: '2027-01-01T10:00:00Z', DurationInMinutes: 30, WhoId: contact.Id });
  const [row] = await query(`SELECT Who.Name, Who.Type, What.Name FROM Event WHERE Id = '${event.id}'`);
  assert.equal(row.Who.Name, 'Ann Qa');
  assert.equal(row.Who.Type, 'Contact');
  assert.equal(row.Who.attributes.type, 'Name');
  assert.match(row.Who.attributes.url, /\/sobjects\/Contact\/003\w{15}$/);
  assert.equal(row.What, null);
  const [typed] = await query(`SELECT TYPEOF Who WHEN Contact THEN LastName, Email ELSE Name END FROM Event WHERE Id = '${event.id}'`);
  assert.deepEqual({ type: typed.Who.attributes.type, last: typed.Who.LastName, mail: typed.Who.Email }, { type: 'Contact', last: 'Qa', mail: 'qa@query.example' });
});

test('subselects_down_areQueryResults', async () => {
  const rows = await query("SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name LIKE 'Query %' ORDER BY Name DESC");
  assert.deepEqual(rows.map((r) => r.Name), ['Query Works', 'Query Empty']);
  assert.equal(rows[0].Contacts.totalSize, 2);
  assert.equal(rows[0].Contacts.done, true);
  assert.deepEqual(rows[0].Contacts.records.map((r) => r.LastName), ['Qa', 'Qb']);
  assert.equal(rows[1].Contacts, null);
});

test('aggregates_andGroups_areAggregateResults', async () => {
  const counted = await admin.query(`SELECT COUNT() FROM Contact WHERE ${OURS}`);
  assert.deepEqual({ size: counted.totalSize, rows: counted.records }, { size: 4, rows: [] });
  const [row] = await query(`SELECT COUNT(Id), MAX(LastName) latest, MIN(CreatedDate), COUNT_DISTINCT(AccountId) FROM Contact WHERE ${OURS}`);
  assert.deepEqual(row.attributes, { type: 'AggregateResult' });
  assert.equal(row.expr0, 4);
  assert.equal(row.latest, 'Qd');
  assert.match(row.expr1, /T.*\.000\+0000$/);
  assert.equal(row.expr2, 1);
  const groups = await query(`SELECT Account.Name, COUNT(Id) n FROM Contact WHERE ${OURS} GROUP BY Account.Name HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC`);
  assert.deepEqual(groups.map((g) => [g.Name, g.n]).sort(), [['Query Works', 2], [null, 2]].sort());
});

test('fieldsFunction_needsLimit', async () => {
  const [row] = await query(`SELECT FIELDS(ALL) FROM Contact WHERE ${OURS} LIMIT 1`);
  assert.ok('LockstepKey__c' in row && 'MailingCity' in row && 'SystemModstamp' in row);
  const [custom] = await query(`SELECT FIELDS(CUSTOM) FROM Contact WHERE ${OURS} LIMIT 1`);
  assert.ok('LockstepKey__c' in custom && !('LastName' in custom));
  assert.ok('LastName' in (await query(`SELECT FIELDS(STANDARD) FROM Contact WHERE ${OURS} LIMIT 1`))[0]);
  await assert.rejects(query('SELECT FIELDS(ALL) FROM Contact'), coded('MALFORMED_QUERY', 'must have a LIMIT of at most 200'));
});

test('wrongQueries_areToldWithTheirPlace', async () => {
  await assert.rejects(query('SELECT Nonsense FROM Contact'), coded('INVALID_FIELD', "ERROR at Row:1:Column:8\nNo such column 'Nonsense' on entity 'Contact'"));
  await assert.rejects(query('SELECT Id FROM Nonsense'), coded('INVALID_TYPE', "sObject type 'Nonsense' is not supported"));
  await assert.rejects(query('SELECT Id Contact'), coded('MALFORMED_QUERY'));
  await assert.rejects(query(''), coded('MALFORMED_QUERY'));
  await assert.rejects(query("SELECT Id FROM Contact WHERE Description = 'x'"), coded('INVALID_FIELD', 'can not be filtered in a query call'));
  await assert.rejects(query('SELECT Id FROM Contact ORDER BY Description'), coded('MALFORMED_QUERY', 'can not be sorted'));
  await assert.rejects(query("SELECT Id FROM Contact WHERE CreatedDate > '2026-01-01'"), coded('INVALID_FIELD', 'should not be enclosed in quotes'));
  await assert.rejects(query('SELECT Id FROM Contact WHERE LastName = 5'), coded('INVALID_FIELD', 'should be enclosed in quotes'));
  await assert.rejects(query('SELECT LastName, COUNT(Id) FROM Contact'), coded('MALFORMED_QUERY', 'must be grouped or aggregated'));
  await assert.rejects(query("SELECT Id FROM Contact WHERE Id = 'short'"), coded('INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field'));
  await assert.rejects(query('SELECT Id, (SELECT Id FROM Nonsenses) FROM Account'), coded('INVALID_TYPE', "Didn't understand relationship 'Nonsenses'"));
});

test('queryMore_overManyRows_pagesByTheClient', async () => {
  const rows = Array.from({ length: 450 }, (_, i) => ({ LastName: `Paged${String(i).padStart(3, '0')}` }));
  await admin.sobject('Contact').create(rows, { allowRecursive: true });
  const soql = "SELECT Id, LastName FROM Contact WHERE LastName LIKE 'Paged%' ORDER BY LastName";
  const first = await admin.query(soql, { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
  assert.deepEqual({ total: first.totalSize, done: first.done, rows: first.records.length }, { total: 450, done: false, rows: 200 });
  assert.match(new URL(first.nextRecordsUrl).pathname, /^\/services\/data\/v65\.0\/query\/01g\w+-200$/);
  const second = await admin.queryMore(first.nextRecordsUrl);
  const third = await admin.queryMore(second.nextRecordsUrl);
  assert.deepEqual({ done: third.done, rows: third.records.length, next: third.nextRecordsUrl }, { done: true, rows: 50, next: undefined });
  const seen = [...first.records, ...second.records, ...third.records].map((r) => r.LastName);
  assert.equal(new Set(seen).size, 450);
  await assert.rejects(admin.queryMore('/services/data/v65.0/query/01g000000000000AAA-2000'), coded('INVALID_QUERY_LOCATOR'));

  const fetched = await admin.query(soql, { autoFetch: true, maxFetch: 1000, headers: { 'Sforce-Query-Options': 'batchSize=200' } });
  assert.equal(fetched.records.length, 450);
  let streamed = 0;
  const stream = admin.query(soql).on('record', () => streamed++);
  await stream.run({ autoFetch: true, maxFetch: 1000 });
  assert.equal(streamed, 450);
});

test('scanAll_showsDeletedRows', async () => {
  const made = await admin.sobject('Contact').create({ LastName: 'Qdeleted' });
  await admin.sobject('Contact').destroy(made.id);
  assert.equal((await query("SELECT Id FROM Contact WHERE LastName = 'Qdeleted'")).length, 0);
  const all = await admin.query("SELECT Id, IsDeleted FROM Contact WHERE LastName = 'Qdeleted'", { scanAll: true });
  assert.deepEqual(all.records.map((r) => [r.Id, r.IsDeleted]), [[made.id, true]]);
});

test('queryBuilder_ofTheClient_writesSoqlThatRuns', async () => {
  const rows = await admin.sobject('Contact')
    .find({ LastName: { $in: ['Qa', 'Qb', 'Qc'] }, FirstName: { $ne: null }, CreatedDate: { $gte: jsforce.SfDate.YESTERDAY } }, 'Id, LastName, Account.Name')
    .sort({ LastName: -1 }).limit(5).skip(0).execute();
  assert.deepEqual(rows.map((r) => r.LastName), ['Qb', 'Qa']);
  const accounts = await admin.sobject('Account').find({ Name: 'Query Works' }, ['Id', 'Name'])
    .include('Contacts').select('Id, LastName').orderby('LastName', 'DESC').end().execute();
  assert.deepEqual(accounts[0].Contacts.records.map((r) => r.LastName), ['Qb', 'Qa']);
  assert.equal(await admin.sobject('Contact').count({ LastName: { $like: 'Q_' } }), 4);
  assert.equal((await admin.sobject('Contact').findOne({ LastName: 'Qd' }, ['FirstName'])).FirstName, 'Dan');
  const wild = await admin.sobject('Contact').find({ LastName: 'Qa' }, '*');
  assert.equal(wild[0].Title, 'Lead');
});

// Last, for the connection ends with it.
test('query_longerThanAnAddress_isRefusedBeforeTheApi', async () => {
  const long = `SELECT Id FROM Contact WHERE LastName IN (${Array.from({ length: 800 }, (_, i) => `'name number ${i}'`).join()})`;
  await assert.rejects(query(long), (e) => /ERROR_HTTP_414/.test(e.errorCode ?? e.name));
});
