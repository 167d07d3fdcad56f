/**
 * Sources of secrets that other machines keep: HashiCorp Vault and OpenBao, AWS Secrets Manager, Google Secret Manager and Azure Key
 * Vault. Start at {@link dev.botsentinel.secrets.Vault}, {@link dev.botsentinel.secrets.AwsSecret}, {@link
 * dev.botsentinel.secrets.GoogleSecret} or {@link dev.botsentinel.secrets.AzureSecret}. Vault needs the JDK's HTTP client alone; the others
 * need their vendor's SDK, which a bot brings itself. Imports {@code dev.botsentinel.secret}. Nothing here puts a value, or what a server
 * says in its own words, into a message, an exception or a log line.
 */
@NullMarked
package dev.botsentinel.secrets;

import org.jspecify.annotations.NullMarked;
