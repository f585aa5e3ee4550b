/** The Partner SOAP API. */
@NullMarked
package io.lockstep.sandbox.salesforce.soap;

import org.jspecify.annotations.NullMarked;
