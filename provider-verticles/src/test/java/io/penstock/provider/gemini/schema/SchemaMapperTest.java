package io.penstock.provider.gemini.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.upstream.chat.WireJson;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class SchemaMapperTest {

    private static final String ANYTHING =
            "{'anyOf':[{'type':'string'},{'type':'number'},{'type':'boolean'},{'type':'object'}]}";

    @Test
    void keepsWhatGeminiHas() throws JsonProcessingException {
        String schema = "{'type':'object','title':'T','description':'D','properties':{"
                + "'s':{'type':'string','enum':['a','b'],'description':'which'},"
                + "'p':{'type':'string','pattern':'^a','minLength':1,'maxLength':9},"
                + "'i':{'type':'integer','format':'int64','minimum':1,'maximum':9007199254740993},"
                + "'a':{'type':'array','items':{'type':'boolean'},'minItems':1,'maxItems':3},"
                + "'o':{'type':'object','properties':{'x':{'type':'number'}},'required':['x'],'minProperties':1}},"
                + "'required':['s']}";
        assertEquals(json(schema), parameters(schema));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':['string','null']} | {'type':'string','nullable':true}",
                "{'type':'string','nullable':true} | {'type':'string','nullable':true}",
                "{'anyOf':[{'type':'string'},{'type':'null'}],'default':null} | {'type':'string','nullable':true}",
                "{'oneOf':[{'type':'integer'},{'const':null}]} | {'type':'integer','nullable':true}",
                "{'type':['string','integer']} | {'anyOf':[{'type':'string'},{'type':'integer'}]}",
                "{'type':'null'} | {'type':'null'}",
                "{'type':'STRING'} | {'type':'string'}",
                "{'enum':['a',null]} | {'type':'string','enum':['a'],'nullable':true}",
                "{'enum':['','a','a']} | {'type':'string','enum':['a']}",
                "{'enum':['']} | {'type':'string'}",
                "{'const':'x'} | {'type':'string','enum':['x']}",
                "{'const':3} | {'type':'integer','description':'Always 3.'}",
                "{'type':'integer','enum':[1,2]} | {'type':'integer','description':'One of: 1, 2.'}",
                "{'type':['string','integer'],'enum':['a',1]} | {'anyOf':[{'type':'string','enum':['a']},"
                        + "{'type':'integer','description':'Always 1.'}]}",
                "{'type':['string','number'],'enum':['a']} | {'type':'string','enum':['a']}",
                "{'type':'string','format':'uri'} | {'type':'string'}",
                "{'type':'string','format':'date-time'} | {'type':'string','format':'date-time'}",
                "{'type':'integer','exclusiveMinimum':0,'exclusiveMaximum':10} | {'type':'integer','minimum':1,'maximum':9}",
                "{'type':'number','exclusiveMinimum':0.5} | {'type':'number','description':'Greater than 0.5.','minimum':0.5}",
                "{'type':'number','minimum':2,'exclusiveMinimum':1} | {'type':'number','description':'Greater than 1.','minimum':2}",
                "{'type':'integer','multipleOf':5} | {'type':'integer','description':'A multiple of 5.'}",
                "{'type':'array'} | {'type':'array','items':" + ANYTHING + "}",
                "{'type':'array','items':{}} | {'type':'array','items':" + ANYTHING + "}",
                "{'type':'array','items':true,'uniqueItems':true,'minItems':-1} | {'type':'array','items':" + ANYTHING
                        + "}",
                "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false} | "
                        + "{'type':'array','items':{'anyOf':[{'type':'string'},{'type':'integer'}]}}",
                "{'type':'array','prefixItems':[{'type':'string'},{'type':'null'},{'const':null}]} | "
                        + "{'type':'array','items':{'type':'string','nullable':true}}",
                "{'type':'array','prefixItems':[{'type':'null'},{'const':null}]} | {'type':'array','items':{'type':'null'}}",
                "{'enum':[true,true,1]} | {'anyOf':[{'type':'boolean','description':'Always true.'},"
                        + "{'type':'integer','description':'Always 1.'}]}",
                "{'properties':{'x':{'type':'string'}}} | {'type':'object','properties':{'x':{'type':'string'}}}",
                "{'type':'object','properties':{'x':{'type':'string'},'y':false},'required':['x','y','z','x']} | "
                        + "{'type':'object','properties':{'x':{'type':'string'}},'required':['x']}",
                "{'type':'object','additionalProperties':false} | {'type':'object'}",
                "{'type':'object','description':'Ages.','additionalProperties':{'type':'integer'}} | {'type':'object',"
                        + "'description':'Ages. Names are free; the schema of each value: {\"type\":\"integer\"}.'}",
                "{'minLength':2} | {'type':'string','minLength':2}",
                "{'maximum':2} | {'type':'number','maximum':2}",
                "{} | " + ANYTHING,
                "{'type':'nonsense','$comment':'x','if':{},'not':{}} | " + ANYTHING,
            })
    void keepsTheMeaning(String schema, String mapped) throws JsonProcessingException {
        assertEquals(json(mapped), property(schema));
    }

    @Test
    void putsWhatStandsBesideAlternativesIntoEach() throws JsonProcessingException {
        String schema = "{'description':'D','type':'object','properties':{'id':{'type':'string'}},'required':['id'],"
                + "'anyOf':[{'properties':{'a':{'type':'integer'}},'required':['a']},{'title':'B','required':['b']}]}";
        assertEquals(
                json(
                        "{'anyOf':[{'type':'object','description':'D','properties':{'a':{'type':'integer'},'id':{'type':'string'}},"
                                + "'required':['a','id']},{'type':'object','title':'B','description':'D',"
                                + "'properties':{'id':{'type':'string'}},'required':['id']}]}"),
                property(schema));
    }

    @Test
    void flattensAlternativesWithinAlternatives() throws JsonProcessingException {
        assertEquals(
                json("{'anyOf':[{'type':'string','nullable':true},{'type':'integer','nullable':true},"
                        + "{'type':'boolean','nullable':true}]}"),
                property(
                        "{'anyOf':[{'type':'null'},{'oneOf':[{'type':'string'},{'type':'integer'}]},{'type':'boolean'},"
                                + "{'type':'string'}]}"));
    }

    @Test
    void mergesAllOf() throws JsonProcessingException {
        assertEquals(
                json("{'type':'object','properties':{'a':{'type':'string','minLength':2},'b':{'type':'integer'}},"
                        + "'required':['a','b']}"),
                property("{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},"
                        + "{'properties':{'a':{'minLength':2},'b':{'type':'integer'}},'required':['b']}]}"));
    }

    @Test
    void writesOutReferences() throws JsonProcessingException {
        String schema = "{'type':'object','$defs':{'a/b':{'type':'string','description':'theirs'}},"
                + "'definitions':{'P':{'type':'object','properties':{'n':{'$ref':'#/$defs/a~1b'}}}},"
                + "'properties':{'x':{'$ref':'#/$defs/a%7E1b','description':'mine'},'y':{'$ref':'#/definitions/P'},"
                + "'z':{'type':'array','items':{'$ref':'#/properties/x'}},'gone':{'$ref':'https://e.com/s'}}}";
        assertEquals(
                json("{'type':'object','properties':{'x':{'type':'string','description':'mine'},"
                        + "'y':{'type':'object','properties':{'n':{'type':'string','description':'theirs'}}},"
                        + "'z':{'type':'array','items':{'type':'string','description':'mine'}},'gone':" + ANYTHING
                        + "}}"),
                parameters(schema));
    }

    @Test
    void followsARecursionTwiceAndThenEnds() throws JsonProcessingException {
        String schema = "{'$ref':'#/$defs/Node','$defs':{'Node':{'type':'object','description':'N','properties':{"
                + "'v':{'type':'integer'},'next':{'$ref':'#/$defs/Node'}},'required':['v']}}}";
        String end = "{'type':'object','description':'N'}";
        String second = "{'type':'object','description':'N','properties':{'v':{'type':'integer'},'next':" + end
                + "},'required':['v']}";
        assertEquals(
                json("{'type':'object','description':'N','properties':{'v':{'type':'integer'},'next':" + second
                        + "},'required':['v']}"),
                parameters(schema));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#'},{'$ref':'#'}]}",
                "{'anyOf':[{'$ref':'#'},{'$ref':'#'}],'properties':{'a':{'$ref':'#'},'b':{'$ref':'#'}}}",
                "{'type':'object','properties':{'a':{'$ref':'#/properties/b'},'b':{'$ref':'#/properties/a'}}}",
                "{'properties':{'a':{'allOf':[{'$ref':'#'},{'$ref':'#/properties/a'}]},'b':{'items':{'$ref':'#'}}}}"
            })
    void endsForSchemasThatReferToThemselves(String schema) throws JsonProcessingException {
        GeminiSchema.check(SchemaMapper.answer(json(schema)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'object'}",
                "{'type':'object','properties':{}}",
                "{'type':'string'}",
                "{'$ref':'#'}"
            })
    void leavesParametersAwayWhereThereAreNone(String schema) throws JsonProcessingException {
        assertNull(SchemaMapper.parameters(json(schema)));
    }

    @Test
    void makesOneObjectOfAlternativeParameters() throws JsonProcessingException {
        assertEquals(
                json(
                        "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'integer'},'c':{'type':'boolean'}},"
                                + "'required':['a']}"),
                parameters("{'oneOf':[{'properties':{'a':{'type':'string'},'b':{'type':'integer'}},"
                        + "'required':['a','b']},{'properties':{'a':{'type':'string'},'c':{'type':'boolean'}},"
                        + "'required':['a','c']}]}"));
    }

    @Test
    void keepsTheOrderOfAnAnswersProperties() throws JsonProcessingException {
        assertEquals(
                "{\"type\":\"object\",\"properties\":{\"z\":{\"type\":\"string\"},\"a\":{\"type\":\"string\"}},"
                        + "\"propertyOrdering\":[\"z\",\"a\"]}",
                String.valueOf(
                        SchemaMapper.answer(
                                json(
                                        "{'type':'object','properties':{'z':{'type':'string'},'a':{'type':'string'}},'strict':true}"))));
        assertNull(SchemaMapper.answer(json("{}")));
    }

    private static ObjectNode property(String schema) throws JsonProcessingException {
        String inProperty = "{'type':'object','properties':{'p':" + schema + "}}";
        ObjectNode mapped =
                (ObjectNode) read(SchemaMapper.answer(json(inProperty))).at("/properties/p");
        strip(mapped);
        return mapped;
    }

    private static ObjectNode parameters(String schema) throws JsonProcessingException {
        return read(SchemaMapper.parameters(json(schema)));
    }

    /** As it is read from the wire: equal numbers are equal then. */
    private static ObjectNode read(ObjectNode mapped) throws JsonProcessingException {
        return (ObjectNode) WireJson.MAPPER.readTree(String.valueOf(mapped));
    }

    /** What only says the order. */
    private static void strip(ObjectNode mapped) {
        mapped.remove("propertyOrdering");
        mapped.forEach(child -> {
            if (child instanceof ObjectNode object) {
                strip(object);
            }
            child.forEach(element -> {
                if (element instanceof ObjectNode object) {
                    strip(object);
                }
            });
        });
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) WireJson.MAPPER.readTree(
                text.indexOf('"') >= 0 && text.indexOf("\\\"") < 0 ? quoted(text) : text.replace('\'', '"'));
    }

    /** Text with both kinds of quotes: the double ones stand within strings. */
    private static String quoted(String text) {
        return text.replace("\"", "\\\"").replace('\'', '"');
    }
}
