import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * Judges XML documents by a published XSD (the validator of the JDK is Xerces), and texts by patterns. Each line of the input
 * is a document, or a pattern and a text with a blank between, in base64; each line of the output is true or false.
 */
class Judge {
  public static void main(String[] arguments) throws Exception {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    Validator validator = factory.newSchema(new File(arguments[0])).newValidator();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    StringBuilder output = new StringBuilder();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split(" ", -1);
      boolean isRight = parts.length == 1
          ? isValid(validator, decoded(parts[0]))
          : Pattern.compile(decoded(parts[0])).matcher(decoded(parts[1])).find();
      output.append(isRight).append('\n');
    }
    System.out.print(output);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static boolean isValid(Validator validator, String document) throws Exception {
    try {
      validator.validate(new StreamSource(new StringReader(document)));
      return true;
    } catch (SAXException wrong) {
      return false;
    }
  }
}
