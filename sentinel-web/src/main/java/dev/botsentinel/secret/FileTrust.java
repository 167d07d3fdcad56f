package dev.botsentinel.secret;

/** What is asked of a file before it is believed. */
record FileTrust(boolean groupCanRead, boolean followsKubernetesLinks, boolean needsPermissions) {

    static final FileTrust STRICT = new FileTrust(false, false, true);

    FileTrust groupRead() {
        return new FileTrust(true, followsKubernetesLinks, needsPermissions);
    }

    FileTrust kubernetesLinks() {
        return new FileTrust(groupCanRead, true, needsPermissions);
    }

    FileTrust withoutPermissions() {
        return new FileTrust(groupCanRead, followsKubernetesLinks, false);
    }
}
