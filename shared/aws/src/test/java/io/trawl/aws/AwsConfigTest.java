package io.trawl.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.workflow.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsConfigTest {

    private static AwsConfig inRegion(String region) {
        return new AwsConfig("AKIATEST", new Secret("s3cret"), region, null, null, null, null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "db.abc123.eu-west-1.rds.amazonaws.com, eu-west-1",
        "aurora.cluster-ro-abc123.us-gov-west-1.rds.amazonaws.com, us-gov-west-1",
        "db.abc123.cn-north-1.rds.amazonaws.com.cn, cn-north-1",
        "wh.abc123.eu-central-1.redshift.amazonaws.com, eu-central-1",
        "wg.123456789012.ap-southeast-2.redshift-serverless.amazonaws.com, ap-southeast-2",
    })
    void anEndpointTellsItsRegion(String host, String region) {
        assertThat(inRegion(null).region(host)).contains(region);
        assertThat(inRegion("eu-north-1").region(host)).contains("eu-north-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "db.example.com",
                "db.abc123.eu-west-1.rds.amazonaws.com.example.com",
                "rds.amazonaws.com",
                "s3.eu-west-1.amazonaws.com"
            })
    void anotherHostDoesNot(String host) {
        assertThat(inRegion(null).region(host)).isEmpty();
        assertThat(inRegion("eu-north-1").region(host)).contains("eu-north-1");
    }

    @Test
    void itsTextHoldsNoSecret() {
        assertThat(inRegion("eu-west-1").toString()).contains("AKIATEST").doesNotContain("s3cret");
    }
}
