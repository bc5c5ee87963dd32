import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.seg.Segment;
import com.mayabot.nlp.segment.Lexer;
import com.mayabot.nlp.segment.Lexers;
import com.mayabot.nlp.segment.WordTerm;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.ansj.domain.Term;
import org.ansj.splitWord.analysis.NlpAnalysis;
import org.ansj.splitWord.analysis.ToAnalysis;

/**
 * Names in sentences, by six analysers. One sentence a line comes in; one line goes out for each:
 * six columns parted by tabs, each a list of start,length,tag in UTF-16 units.
 */
public final class NameTeachers {
  private NameTeachers() {}

  public static void main(String[] arguments) throws Exception {
    Lexer core = Lexers.coreBuilder().withPos().withPersonName().withNer().build();
    Lexer perceptron = Lexers.perceptronBuilder().withPos().withNer().build();
    HanLP.Config.Normalization = false;
    Segment shortest = hanlp("viterbi");
    Segment several = hanlp("nshort");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, "UTF-8");
    String line;
    while ((line = in.readLine()) != null) {
      StringBuilder row = new StringBuilder();
      column(row, line, text -> words(row, core, text));
      row.append('\t');
      column(row, line, text -> words(row, perceptron, text));
      row.append('\t');
      column(row, line, text -> NlpAnalysis.parse(text).forEach(term -> add(row, term)));
      row.append('\t');
      column(row, line, text -> ToAnalysis.parse(text).forEach(term -> add(row, term)));
      row.append('\t');
      column(row, line, text -> words(row, shortest, text));
      row.append('\t');
      column(row, line, text -> words(row, several, text));
      out.println(row);
    }
    out.flush();
  }

  /** An analyser that fails on a sentence has found no names in it. */
  private static void column(StringBuilder row, String line, Consumer<String> analyser) {
    int before = row.length();
    try {
      analyser.accept(line);
    } catch (RuntimeException failure) {
      row.setLength(before);
    }
  }

  private static Segment hanlp(String algorithm) {
    return HanLP.newSegment(algorithm)
        .enableAllNamedEntityRecognize(true)
        .enableOffset(true)
        .enableMultithreading(false);
  }

  private static void words(StringBuilder row, Segment segment, String text) {
    for (com.hankcs.hanlp.seg.common.Term term : segment.seg(text)) {
      add(row, term.offset, term.word.length(), String.valueOf(term.nature));
    }
  }

  private static void words(StringBuilder row, Lexer lexer, String text) {
    for (WordTerm term : lexer.scan(text)) {
      add(row, term.offset, term.word.length(), term.getNatureName());
    }
  }

  private static void add(StringBuilder row, Term term) {
    add(row, term.getOffe(), term.getName().length(), term.getNatureStr());
  }

  private static void add(StringBuilder row, int start, int length, String tag) {
    if (tag != null && tag.length() > 1 && tag.charAt(0) == 'n') {
      row.append(start).append(',').append(length).append(',').append(tag).append(' ');
    }
  }
}
