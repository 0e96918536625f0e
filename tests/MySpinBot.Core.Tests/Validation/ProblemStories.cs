using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Validation;

/// <summary>Graphs with everything wrong at once, and all that is said about them: <c>tests/graphs/STORY/graph.json</c> and <c>problems.txt</c>.
/// With MYSPINBOT_UPDATE=1 the texts are written anew, to be read before they are committed.</summary>
public sealed class ProblemStories
{
    public static TheoryData<string> Stories { get; } =
    [
        // Stories with events are run, on the nodes that they are about.
        .. Directory.EnumerateDirectories(Folder()).Where(story => File.Exists(Path.Combine(story, "problems.txt")) && !File.Exists(Path.Combine(story, "events.txt")))
            .Select(story => Path.GetFileName(story)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_wrong_graph_is_told_all_its_faults(string story)
    {
        var folder = Path.Combine(Folder(), story);
        var file = Path.Combine(folder, "problems.txt");
        var told = Tell(File.ReadAllBytes(Path.Combine(folder, "graph.json")));
        if (Environment.GetEnvironmentVariable("MYSPINBOT_UPDATE") == "1")
        {
            File.WriteAllText(file, told);
        }

        told.ShouldBe(File.ReadAllText(file));
    }

    [Fact]
    public void There_are_stories() => Stories.Count.ShouldBeGreaterThanOrEqualTo(4);

    private static string Tell(byte[] json)
    {
        var read = GraphReader.Read(json, ReadLimits.Default);
        var options = new ValidationOptions
        {
            IsKnownSecret = name => name == "openai",
            CheckFile = (_, path) => path.StartsWith("..", StringComparison.Ordinal) ? new FileFault(ProblemCodes.PathNotAllowed, $"The path '{path}' leaves the input folder.") : null,
        };
        var validated = read.Document is null ? [] : GraphValidator.Validate(read.Document, Toys.Catalog, options).Problems;
        var text = new StringBuilder();
        foreach (var problem in read.Problems.Concat(validated))
        {
            text.Append(problem.Code).Append('\n').Append("    ").Append(problem.Sentence).Append('\n');
        }

        return text.ToString();
    }

    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "MySpinBot.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(root.FullName, "tests", "graphs");
    }
}
