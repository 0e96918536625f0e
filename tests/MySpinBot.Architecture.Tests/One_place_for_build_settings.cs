using System.Xml.Linq;

namespace MySpinBot.Architecture.Tests;

public sealed class One_place_for_build_settings
{
    private static readonly string[] Central =
    [
        "Nullable", "LangVersion", "TreatWarningsAsErrors", "WarningsNotAsErrors", "NoWarn", "AnalysisLevel", "AnalysisMode", "EnforceCodeStyleInBuild", "Deterministic", "RunAnalyzers",
        "ImplicitUsings", "ManagePackageVersionsCentrally",
    ];

    // Its sources are others' and are compiled as they are.
    private const string OfOthers = "MySpinBot.OnnxRuntime";

    [Fact]
    public void Projects_do_not_set_them_again()
        => Repository.Projects.Where(project => project.Name != OfOthers).SelectMany(project => project.Xml.Descendants().Where(element => Central.Contains(element.Name.LocalName)).Select(element => $"{project}: {element}")).ShouldBeEmpty();

    [Fact]
    public void All_projects_are_built_for_the_same_framework_but_the_generator()
        => Repository.Projects.Where(project => project.Name != "MySpinBot.Sdk.Generators" && project.Xml.Descendants("TargetFramework").Any()).ShouldBeEmpty();

    [Fact]
    public void Versions_of_packages_stand_in_one_file()
        => Repository.Projects.SelectMany(project => project.Xml.Descendants("PackageReference")).Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null).ShouldBeEmpty();

    [Fact]
    public void Folders_with_settings_of_their_own_take_over_the_root_s()
    {
        foreach (var file in Repository.Files.Where(file => file.EndsWith("/Directory.Build.props", StringComparison.Ordinal)))
        {
            Repository.Read(file).ShouldContain("GetPathOfFileAbove('Directory.Build.props'", customMessage: file);
        }
    }

    [Fact]
    public void The_root_is_strict()
    {
        var settings = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants().GroupBy(element => element.Name.LocalName).ToDictionary(group => group.Key, group => group.Last().Value);
        settings["Nullable"].ShouldBe("enable");
        settings["TreatWarningsAsErrors"].ShouldBe("true");
        settings["Deterministic"].ShouldBe("true");
        settings["RestorePackagesWithLockFile"].ShouldBe("true");
    }

    [Fact]
    public void Every_project_has_its_lock_file()
        => Repository.Projects.Where(project => !project.Path.StartsWith("tests/fixtures/", StringComparison.Ordinal))
            .Select(project => $"{Path.GetDirectoryName(project.Path)}/packages.lock.json").Except(Repository.Files).ShouldBeEmpty();
}
