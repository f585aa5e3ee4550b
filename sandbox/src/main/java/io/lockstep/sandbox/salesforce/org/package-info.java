/**
 * The engine of a simulated Salesforce org: records, rules, sharing and queries, without any wire
 * format.
 */
@NullMarked
package io.lockstep.sandbox.salesforce.org;

import org.jspecify.annotations.NullMarked;
