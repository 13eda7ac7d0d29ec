package dev.clacks.ingest.auth;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/**
 * Counts the HMACs that this JVM makes and the bytes that go into them. It takes the platform's place, so only threads that
 * begin to sign after it was opened are counted: whoever has an HMAC at hand keeps it.
 */
final class CountedMacs implements AutoCloseable {

    private static final String ALGORITHM = "HmacSHA256";
    private static final AtomicLong MACS = new AtomicLong();
    private static final AtomicLong BYTES = new AtomicLong();

    /** What was done. */
    record Work(long macs, long bytes) {}

    private static final class Counting extends Provider {
        private static final long serialVersionUID = 1L;

        Counting() {
            super("Counting", "1", "counts");
            put("Mac." + ALGORITHM, CountingMac.class.getName());
        }
    }

    private final Provider provider = new Counting();

    private CountedMacs() {
        Security.insertProviderAt(provider, 1);
    }

    static CountedMacs open() {
        return new CountedMacs();
    }

    /** What was done since the last call. */
    Work take() {
        return new Work(MACS.getAndSet(0), BYTES.getAndSet(0));
    }

    @Override
    public void close() {
        Security.removeProvider(provider.getName());
    }

    /** The platform's own, counted. Made by the platform, by its name. */
    public static final class CountingMac extends MacSpi {

        private final Mac mac;

        public CountingMac() throws GeneralSecurityException {
            mac = Mac.getInstance(ALGORITHM, "SunJCE");
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters)
                throws java.security.InvalidKeyException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            BYTES.incrementAndGet();
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            BYTES.addAndGet(length);
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            MACS.incrementAndGet();
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }
}
