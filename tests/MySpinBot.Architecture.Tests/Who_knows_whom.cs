using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MySpinBot.Architecture.Tests;

public sealed class Who_knows_whom
{
    public static TheoryData<string> Products => [.. Repository.Projects.Where(project => project.Quarter != "tests").Select(project => project.Path)];

    [Theory]
    [MemberData(nameof(Products))]
    public void Projects_reference_only_what_the_design_allows(string path)
    {
        var project = new Project(path);

        project.References.Except(Arrows.From(project)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Assemblies_use_only_what_the_design_allows(string path)
    {
        var project = new Project(path);

        Ours(project.Assembly).Except(Arrows.Reach(project)).ShouldBeEmpty();
    }

    [Fact]
    public void The_sdk_needs_nothing_but_the_base_class_library()
        => Repository.Projects.Single(project => project.Name == "MySpinBot.Sdk").Xml.Descendants("PackageReference").ShouldBeEmpty();

    [Fact]
    public void Nobody_references_a_plugin()
        => Repository.Projects.Where(project => project.Quarter != "tests").SelectMany(project => project.References).Where(name => name.StartsWith("MySpinBot.Nodes.", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_reader_of_assemblies_sees_references()
        => Ours(Repository.Projects.Single(project => project.Name == "MySpinBot.Core").Assembly).ShouldBe(["MySpinBot.Sdk"]);

    private static List<string> Ours(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).Where(name => name.StartsWith("MySpinBot.", StringComparison.Ordinal))];
    }
}
