package dev.clacks.ingest.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.limits.ClientAddresses.Client;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressesTest {

    private final ClientAddresses addresses =
            new ClientAddresses(List.of(AddressBlock.parse("10.0.0.0/8"), AddressBlock.parse("fd00::/8")));

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.1  |                                      | 203.0.113.1",
                "203.0.113.1  | 198.51.100.1                         | 203.0.113.1",
                "10.0.0.1     |                                      | 10.0.0.1",
                "10.0.0.1     | 198.51.100.1                         | 198.51.100.1",
                "10.0.0.1     | 192.0.2.66, 198.51.100.1             | 198.51.100.1",
                "10.0.0.1     | 192.0.2.66, 198.51.100.1, 10.0.0.2   | 198.51.100.1",
                "10.0.0.1     | nonsense, 198.51.100.1               | 198.51.100.1",
                "10.0.0.1     | 198.51.100.1, nonsense               | 10.0.0.1",
                "10.0.0.1     | 198.51.100.1, nonsense, 10.0.0.2     | 10.0.0.1",
                "10.0.0.1     | 198.51.100.1,                        | 10.0.0.1",
                "10.0.0.1     | unknown                              | 10.0.0.1",
                "10.0.0.1     | client.example.com                   | 10.0.0.1",
                "10.0.0.1     | 10.0.0.3, 10.0.0.2                   | 10.0.0.3",
                "10.0.0.1     | 198.51.100.1:4711                    | 198.51.100.1",
                "10.0.0.1     | 198.51.100.1:port                    | 10.0.0.1",
                "10.0.0.1     | [2001:db8::7]:4711                   | 2001:db8::7",
                "10.0.0.1     | [2001:db8::7]                        | 2001:db8::7",
                "10.0.0.1     | [2001:db8::7                         | 10.0.0.1",
                "10.0.0.1     | 2001:db8::7                          | 2001:db8::7",
                "10.0.0.1     | ::ffff:198.51.100.1                  | 198.51.100.1",
                "fd00::1      | 2001:db8::7, fd00::2                 | 2001:db8::7",
                "2001:db8::9  | 198.51.100.1                         | 2001:db8::9"
            })
    void theLastHopThatNoTrustedProxyIsCounts(String peer, String forwardedFor, String client) {
        assertThat(client(peer, forwardedFor == null ? new String[0] : new String[] {forwardedFor}))
                .isEqualTo(Client.of(InetAddress.ofLiteral(client)));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(client("10.0.0.1", "192.0.2.66", "198.51.100.1", "10.0.0.2")).isEqualTo(client("198.51.100.1"));
    }

    @Test
    void anIpv6SubscriberIsOneClientWhateverAddressItUses() {
        assertThat(client("2001:db8:0:1::1")).isEqualTo(client("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assertThat(client("2001:db8:0:1::1")).isNotEqualTo(client("2001:db8:0:2::1"));
    }

    @Test
    void noIpv4AddressIsTakenForAnIpv6One() {
        assertThat(client("0.0.0.1")).isNotEqualTo(client("::1"));
    }

    private Client client(String peer, String... forwardedFor) {
        return addresses.client(InetAddress.ofLiteral(peer), Arrays.asList(forwardedFor));
    }
}
