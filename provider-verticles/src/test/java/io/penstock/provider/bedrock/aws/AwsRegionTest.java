package io.penstock.provider.bedrock.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class AwsRegionTest {

    private static final String CONFIG = "aws.configFile";
    private static final String CREDENTIALS = "aws.sharedCredentialsFile";

    @TempDir
    private Path home;

    @BeforeEach
    void lookAtNobodysProfile() {
        System.setProperty(CONFIG, home.resolve("config").toString());
        System.setProperty(CREDENTIALS, home.resolve("credentials").toString());
    }

    @AfterEach
    void restore() {
        System.clearProperty(CONFIG);
        System.clearProperty(CREDENTIALS);
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, https://bedrock-runtime.us-west-2.amazonaws.com, us-east-1, us-east-2, eu-west-1",
        ", https://bedrock-runtime.us-west-2.amazonaws.com, us-east-1, us-east-2, us-west-2",
        ", https://BEDROCK-RUNTIME.US-WEST-2.AMAZONAWS.COM, us-east-1, us-east-2, us-west-2",
        ", https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-east-1, , us-gov-west-1",
        ", https://vpce-1-a.bedrock-runtime.eu-central-1.vpce.amazonaws.com, us-east-1, , eu-central-1",
        ", https://aws.example.com, us-east-1, us-east-2, us-east-1",
        ", , ' us-east-1 ', us-east-2, us-east-1",
        ", , '', us-east-2, us-east-2",
        ", , us east, us-east-2, us-east-2",
        ", , us-east-1.evil.example/, us-east-2, us-east-2",
        ", , , us-east-2, us-east-2"
    })
    void goesFromTheNearestToTheFarthest(
            String configured, URI url, String environment, String environmentDefault, String expected) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_REGION", environment);
        variables.put("AWS_DEFAULT_REGION", environmentDefault);
        assertEquals(expected, AwsRegion.of(configured, url, variables::get));
    }

    @Test
    void looksIntoTheProfileLast() throws IOException {
        assertNull(AwsRegion.of(null, null, name -> null));
        Files.writeString(home.resolve("config"), "[default]\nregion = ap-northeast-1\n");
        assertEquals("ap-northeast-1", AwsRegion.of(null, null, name -> null));
    }

    @Test
    void doesWithoutAProfileThatCannotBeRead() throws IOException {
        Files.writeString(home.resolve("config"), "region before any section\n");
        assertNull(AwsRegion.of(null, null, name -> null));
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, bedrock-runtime.us-east-1.amazonaws.com",
        "us-gov-west-1, bedrock-runtime.us-gov-west-1.amazonaws.com",
        "cn-north-1, bedrock-runtime.cn-north-1.amazonaws.com.cn",
        "xx-moon-7, bedrock-runtime.xx-moon-7.amazonaws.com"
    })
    void knowsTheDomainOfEachPartition(String region, String host) {
        assertEquals(URI.create("https://" + host), AwsRegion.endpoint(region));
    }
}
