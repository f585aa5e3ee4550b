/** The org's authorization server: tokens, the consent page, identity and introspection. */
@NullMarked
package io.lockstep.sandbox.salesforce.oauth;

import org.jspecify.annotations.NullMarked;
