/** The REST API, including composite requests. */
@NullMarked
package io.lockstep.sandbox.salesforce.rest;

import org.jspecify.annotations.NullMarked;
