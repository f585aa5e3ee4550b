/**
 * The entrances of the middleware: providers' notifications, Salesforce's nudges, health and
 * metrics. Each is authenticated.
 */
@NullMarked
package io.lockstep.web;

import org.jspecify.annotations.NullMarked;
