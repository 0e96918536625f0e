using System.Text.Json.Nodes;
using MySpinBot.Client.Generation.Reading;
using MySpinBot.Client.Generation.Shapes;
using MySpinBot.Client.Generation.Writing;

// client-generation OPENAPI FOLDER [--check]: writes the code, or says which of it is not what the description says.
if (args is not [var description, var folder, .. var rest] || rest is not ([] or ["--check"]))
{
    Console.Error.WriteLine("Write: MySpinBot.Client.Generation OPENAPI.json FOLDER [--check]");
    return 2;
}

var document = new Description(JsonNode.Parse(File.ReadAllText(description))!.AsObject());
var book = new ShapeBook(document);
var operations = document.Operations().Where(OperationShape.IsWritten).Select(operation => new OperationShape(operation, book)).ToList();
var files = ShapeFiles.Of(book).Concat(OperationFiles.Of(operations)).Append(ContextFile.Of(book, operations)).ToDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);
return rest is ["--check"] ? GeneratedFolder.Check(folder, files) : GeneratedFolder.Write(folder, files);
