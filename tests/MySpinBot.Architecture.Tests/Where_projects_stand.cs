using System.Text.RegularExpressions;

namespace MySpinBot.Architecture.Tests;

public sealed partial class Where_projects_stand
{
    [Fact]
    public void Every_project_is_in_the_solution_and_every_entry_is_a_project()
        => Entries().Order(StringComparer.Ordinal).ShouldBe(Repository.Projects.Select(project => project.Path).Where(path => !path.StartsWith("tests/fixtures/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_lies_in_its_quarter_in_a_folder_of_its_name()
    {
        foreach (var project in Repository.Projects.Where(project => !project.Path.StartsWith("tests/fixtures/", StringComparison.Ordinal)))
        {
            project.Path.ShouldBe($"{QuarterOf(project)}/{project.Name}/{project.Name}.csproj");
        }
    }

    private static string QuarterOf(Project project) => project.Name switch
    {
        "MySpinBot.Core" or "MySpinBot.Runtime" or "MySpinBot.Storage" or "MySpinBot.Server" or "MySpinBot.Cli" => "engine",
        var name when name.StartsWith("MySpinBot.Nodes.", StringComparison.Ordinal) && !name.EndsWith("Tests", StringComparison.Ordinal) => "nodes",
        var name when name.EndsWith("Tests", StringComparison.Ordinal) || name is "MySpinBot.EndToEnd" or "MySpinBot.Benchmarks" || project.Quarter == "tests" => "tests",
        _ => "sdk",
    };

    private static IEnumerable<string> Entries() => Entry().Matches(Repository.Read("MySpinBot.sln")).Select(match => match.Groups[1].Value.Replace('\\', '/'));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex Entry();
}
