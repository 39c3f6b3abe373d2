package io.penstock.provider.gemini.request;

import static io.penstock.provider.gemini.request.Sent.FLASH;
import static io.penstock.provider.gemini.request.Sent.PRO_3;
import static io.penstock.provider.gemini.request.Sent.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Sealed reasoning goes back where it came from, and to nobody else. */
@NullUnmarked
class SignaturesTest {

    private static final String USER = "{'role':'user','content':'Hi'}";
    private static final String DUMMY = "'skip_thought_signature_validator'";

    @Test
    void returnsEachSignatureToItsCall() {
        Sent sent = saying(
                PRO_3,
                USER + ","
                        + calls(
                                "'reasoning_details':[{'type':'reasoning.encrypted','format':'gemini','index':0,'id':'c2',"
                                        + "'data':'U2Vj'},{'type':'reasoning.encrypted','format':'gemini','index':1,'id':'c1','data':'Rmly'}],")
                        + results());
        assertEquals("'Rmly'", sent.at("/contents/1/parts/0/thoughtSignature"));
        assertEquals("'U2Vj'", sent.at("/contents/1/parts/1/thoughtSignature"));
    }

    @Test
    void leavesLaterParallelCallsUnsignedAsTheyCame() {
        Sent sent = saying(
                PRO_3,
                USER + ","
                        + calls(
                                "'reasoning_details':[{'type':'reasoning.encrypted','format':'gemini','id':'c1','data':'Rmly'}],")
                        + results());
        assertEquals("'Rmly'", sent.at("/contents/1/parts/0/thoughtSignature"));
        assertEquals("", sent.at("/contents/1/parts/1/thoughtSignature"));
    }

    @Test
    void standsInForASignatureThatTheClientDidNotSendBack() {
        Sent sent = saying(PRO_3, USER + "," + calls("") + results());
        assertEquals(DUMMY, sent.at("/contents/1/parts/0/thoughtSignature"));
        assertEquals("", sent.at("/contents/1/parts/1/thoughtSignature"));
    }

    @Test
    void asksForNoSignatureOfTurnsThatAreOver() {
        Sent sent = saying(PRO_3, USER + "," + calls("") + results() + ",{'role':'assistant','content':'x'}," + USER);
        assertEquals("", sent.at("/contents/1/parts/0/thoughtSignature"));
    }

    @Test
    void asksForNoSignatureWhereTheModelDoesNot() {
        Sent sent = saying(FLASH, USER + "," + calls("") + results());
        assertEquals("", sent.at("/contents/1/parts/0/thoughtSignature"));
    }

    @Test
    void returnsASignatureToTheText() {
        String details = "'reasoning_details':[{'type':'reasoning.encrypted','format':'gemini','data':'VGV4'}]";
        assertEquals(
                "[{'text':'Ho','thoughtSignature':'VGV4'}]",
                saying(PRO_3, USER + ",{'role':'assistant','content':'Ho'," + details + "}")
                        .at("/contents/1/parts"));
        assertEquals(
                "[{'text':'','thoughtSignature':'VGV4'}]",
                saying(PRO_3, USER + ",{'role':'assistant','content':null," + details + "}")
                        .at("/contents/1/parts"));
    }

    @Test
    void keepsReasoningOfOtherProvidersFromGemini() {
        Sent sent = saying(
                PRO_3,
                USER + ","
                        + calls(
                                "'reasoning_content':'secret','reasoning_details':[{'type':'reasoning.text','format':'anthropic',"
                                        + "'text':'secret','signature':'QQ=='},{'type':'reasoning.encrypted','format':'bedrock','id':'c1','data':'QQ=='}],")
                        + results());
        assertEquals(-1, sent.body().toString().indexOf("secret"));
        assertEquals(DUMMY, sent.at("/contents/1/parts/0/thoughtSignature"));
    }

    private static String calls(String members) {
        return "{'role':'assistant'," + members + "'tool_calls':["
                + "{'id':'c1','type':'function','function':{'name':'a','arguments':'{}'}},"
                + "{'id':'c2','type':'function','function':{'name':'b','arguments':'{}'}}]},";
    }

    private static String results() {
        return "{'role':'tool','tool_call_id':'c1','content':'1'},{'role':'tool','tool_call_id':'c2','content':'2'}";
    }
}
