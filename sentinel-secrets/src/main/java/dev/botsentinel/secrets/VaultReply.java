package dev.botsentinel.secrets;

/** What Vault answered: a status below 300, 400, 403 or 404, and its JSON. */
record VaultReply(int status, JsonText json) {

    boolean isOk() {
        return status < 300;
    }
}
