package io.trawl.config;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML 1.1 as OpenMetadata's own loader understands it: with anchors, aliases, merge keys, and {@code yes} for true.
 * Jackson's YAML parser does not resolve aliases in a tree, so SnakeYAML, which it is built on, is used as it is.
 */
final class Yaml {

    private Yaml() {}

    /**
     * The only document of a text.
     *
     * @return maps, lists and scalars; null if the text is empty
     */
    static @Nullable Object parse(String text, ConfigPath place) {
        try {
            Iterator<Object> documents = parser().loadAll(text).iterator();
            Object first = documents.hasNext() ? documents.next() : null;
            if (documents.hasNext()) {
                throw place.wrong("holds several YAML documents; one is expected");
            }
            return first;
        } catch (MarkedYAMLException e) {
            var at = e.getProblemMark();
            throw place.wrong("line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ": " + problem(e));
        } catch (ReaderException e) {
            throw place.wrong("holds a character that YAML does not allow: U+" + "%04X".formatted(e.getCodePoint()));
        } catch (YAMLException | NumberFormatException e) {
            throw place.wrong("is not YAML that can be read: nested too deeply, too many aliases, or a tag that does"
                    + " not fit its value");
        }
    }

    /** The library's words, except where they may quote a value, which may be a secret. */
    private static String problem(MarkedYAMLException e) {
        if (e instanceof DuplicateKeyException) {
            return e.getProblem().replaceFirst("^found duplicate key (.*)$", "'$1' stands here for the second time");
        }
        if (e instanceof ComposerException
                && e.getProblem() != null
                && e.getProblem().startsWith("found undefined alias")) {
            return "an alias without an anchor; put text that begins with * in quotes";
        }
        if (e instanceof ConstructorException
                || e.getProblem() == null
                || e.getProblem().contains("tag")) {
            return "a tag that is not known here; put text that begins with ! in quotes";
        }
        return e.getProblem();
    }

    private static org.yaml.snakeyaml.Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions unused = new DumperOptions();
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(options), new Representer(unused), unused, options, new NoTimestamps());
    }

    /** Dates stay text: no key of a workflow is a date, but a password or a schema's name may look like one. */
    private static final class NoTimestamps extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
