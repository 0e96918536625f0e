using Microsoft.CodeAnalysis;

namespace MySpinBot.Sdk.Generators;

/// <summary>Every mistake that a declaration can make, in the words that its author reads.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor ClassTypeMalformed = Error(
        "MSB001", "Class type is malformed", "'{0}' cannot be a class type. It has to be a PascalCase name of letters, digits and underscores, such as ImageBlur; between words a space may stand, as in ComfyUI's Video Slice.");

    public static readonly DiagnosticDescriptor ClassTypeTwice = Error(
        "MSB002", "Class type is declared twice", "Class type '{0}' is declared more than once in this assembly (case does not count). Give each node a name of its own.");

    public static readonly DiagnosticDescriptor MethodOutOfReach = Error(
        "MSB003", "Node cannot be called", "Node '{0}' cannot be called because {1}. A node is a public method without type parameters, in a public class without type parameters.");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "MSB004", "Parameter is passed by reference", "Parameter '{0}' of node '{1}' is passed by reference. Take it by value, and return what the node makes.");

    public static readonly DiagnosticDescriptor ParameterType = Error(
        "MSB005", "Parameter type is not a socket type", "Parameter '{0}' of node '{1}' is of type {2}, which no socket carries. {3}");

    public static readonly DiagnosticDescriptor CollectionType = Error(
        "MSB006", "Collection is not an IReadOnlyList", "{0} of node '{1}' is of type {2}. A list is declared as IReadOnlyList<{3}>.");

    public static readonly DiagnosticDescriptor ReturnType = Error(
        "MSB007", "Return type is not a socket type", "{0} of node '{1}' is of type {2}, which no socket carries. {3}");

    public static readonly DiagnosticDescriptor InputTwice = Error(
        "MSB008", "Input name is used twice", "Node '{0}' has two inputs named '{1}'. Rename a parameter or give it [Input(Name = …)].");

    public static readonly DiagnosticDescriptor AttributeMisplaced = Error(
        "MSB009", "Attribute does not fit the parameter", "{0} on parameter '{1}' of node '{2}' does not fit. {3}");

    public static readonly DiagnosticDescriptor DefaultOutOfRange = Error(
        "MSB010", "Default lies outside the range", "The default {0} of parameter '{1}' of node '{2}' lies outside its range. Choose a default from {3} to {4}, or widen the range.");

    public static readonly DiagnosticDescriptor DefaultNotAChoice = Error(
        "MSB011", "Default is not among the choices", "The default '{0}' of parameter '{1}' of node '{2}' is not among its choices. Choose one of: {3}.");

    public static readonly DiagnosticDescriptor LazyNotNullable = Error(
        "MSB012", "Lazy input cannot be null", "The lazy parameter '{0}' of node '{1}' is null until it is asked for. Declare it as {2}?.");

    public static readonly DiagnosticDescriptor LazyWithoutAsk = Error(
        "MSB013", "Lazy input is never asked for", "Node '{0}' has the lazy input '{1}' but nothing asks for it. Name a method with [Node(Ask = nameof(…))] that returns the names it wants.");

    public static readonly DiagnosticDescriptor HookMissing = Error(
        "MSB014", "Method of the node is missing", "{0} of node '{1}' names '{2}', which {3} does not have. Add the method to the class of the node, or mend the name.");

    public static readonly DiagnosticDescriptor HookMalformed = Error(
        "MSB015", "Method of the node is of the wrong form", "{0} of node '{1}' cannot call '{2}' because {3}. It has to return {4} and may take any of the node's inputs by name and type.");

    public static readonly DiagnosticDescriptor SummaryMissing = Warning(
        "MSB016", "Node has no summary", "Node '{0}' has no help text. Say in the <summary> of '{1}' what it does.");

    public static readonly DiagnosticDescriptor ParameterDocMissing = Warning(
        "MSB017", "Input has no help text", "Input '{0}' of node '{1}' has no help text. Say in a <param name=\"{2}\"> what it is.");

    public static readonly DiagnosticDescriptor ConstructorUnclear = Error(
        "MSB018", "Class cannot be made", "Class '{0}' cannot be made because {1}. It has to be a class without type parameters that is not abstract and has exactly one public constructor.");

    public static readonly DiagnosticDescriptor TupleUnnamed = Error(
        "MSB019", "Output has no name", "Node '{0}' returns a tuple whose element {1} has no name. Name every element, because the names are those of the outputs.");

    public static readonly DiagnosticDescriptor MigrationMissing = Error(
        "MSB020", "Migration is missing", "Node '{0}' is at version {1} but nothing raises its inputs from version {2}. Add a method with [Migration(\"{0}\", {2})].");

    public static readonly DiagnosticDescriptor MigrationUnneeded = Error(
        "MSB021", "Migration belongs to no node", "The migration of '{0}' from version {1} is of no use because {2}. Name a node of this assembly and a version below its own, once each.");

    public static readonly DiagnosticDescriptor MigrationMalformed = Error(
        "MSB022", "Migration is of the wrong form", "Method '{0}' cannot be a migration. It has to be static, not private, and of the form JsonObject {0}(JsonObject inputs).");

    public static readonly DiagnosticDescriptor ConstructorParameter = Error(
        "MSB023", "Constructor asks for what is not a service", "The constructor of '{0}' asks for '{1}' of type {2}, which is not a service. It may ask for classes and interfaces by value.");

    public static readonly DiagnosticDescriptor CapabilityMissing = Error(
        "MSB024", "Capability offers nothing", "Class '{0}' has [Capability] but offers none. It has to implement ITextGenerator, IEmbedder, ISpeaker or ITranscriber.");

    public static readonly DiagnosticDescriptor OutputTwice = Error(
        "MSB025", "Output name is used twice", "Node '{0}' has two outputs named '{1}'. Rename one, or give it [Output(Name = …)].");

    public static readonly DiagnosticDescriptor DocsOff = new(
        "MSB026", "Help texts are not read", "The help texts of nodes come from their XML docs, which this project does not read. Set GenerateDocumentationFile to true.",
        "MySpinBot", DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SocketMalformed = Error(
        "MSB027", "Socket type is malformed", "Type '{0}' cannot be the socket '{1}' because {2}. A socket type is a type without type parameters whose name no other socket has.");

    public static readonly DiagnosticDescriptor NumberBelowOne = Error(
        "MSB028", "Number is below one", "{0} of node '{1}' is {2}. It counts from 1.");

    public static readonly DiagnosticDescriptor CodecTwice = Error(
        "MSB029", "Socket has two codecs", "Socket '{0}' has more than one codec: {1}. Keep one public class that implements IValueCodec<{2}>.");

    private static DiagnosticDescriptor Error(string id, string title, string message)
        => new(id, title, message, "MySpinBot", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message)
        => new(id, title, message, "MySpinBot", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
