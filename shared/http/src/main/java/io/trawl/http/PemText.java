package io.trawl.http;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * PEM text that stands in a workflow, or in a file that the workflow names.
 *
 * @param key path of the key in the workflow, for messages
 * @param pathOrText the text itself, or the file's path
 * @param directory where a relative path starts; null for the current folder
 */
public record PemText(
        String key, String pathOrText, @Nullable Path directory) {

    /**
     * The text of certificates, which are no secret.
     *
     * @throws ConfigException if it is in a file that cannot be read; the message names the file
     */
    public String text() {
        return text(quoted(pathOrText) + " ");
    }

    private String text(String shown) {
        if (isText()) {
            return pathOrText;
        }
        try {
            Path file = Path.of(pathOrText.strip());
            return Files.readString(directory == null ? file : directory.resolve(file));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(key + ": " + shown + "is neither PEM text nor a text file that can be read");
        }
    }

    /**
     * The certificates.
     *
     * @throws ConfigException if there are none, or they cannot be read; the message names their file if there is one
     */
    public Collection<? extends Certificate> certificates() {
        try {
            return Trust.certificates(text());
        } catch (CertificateException e) {
            throw new ConfigException(
                    key + ": " + (isText() ? "" : quoted(pathOrText) + " ") + "holds no certificate that can be read");
        }
    }

    /**
     * The private key: PKCS #8, encrypted or not, or PKCS #1.
     *
     * @param passphrase of an encrypted key; null for none
     * @param passphraseKey name of the passphrase in the workflow, for messages
     * @throws ConfigException if there is none, or it cannot be read; the message does not name the file, since what looks like
     *     one may be a key without its first line
     */
    public PrivateKey privateKey(@Nullable Secret passphrase, String passphraseKey) {
        try {
            return PemKey.parse(text(""), passphrase, passphraseKey);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(key + ": " + e.getMessage());
        }
    }

    private boolean isText() {
        return pathOrText.contains("-----BEGIN ");
    }
}
