using System.Collections.Immutable;
using MySpinBot.Sdk.Testing.Tests.Declared;

namespace MySpinBot.Sdk.Testing.Tests.Conforming;

public sealed class Nodes_of_a_pack_conform
{
    public static TheoryData<string> Names => [.. Conformance.Cases(typeof(GoodNodes).Assembly).Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each(string name)
    {
        var conformance = Conformance.Cases(typeof(GoodNodes).Assembly).Single(each => each.Name == name);
        Assert.SkipWhen(conformance.Skip is not null, conformance.Skip ?? "");
        await conformance.RunAsync();
    }

    [Fact]
    public async Task A_node_with_bad_habits_is_told_of_each()
    {
        var bad = new NodeRegistration
        {
            Descriptor = new NodeDescriptor
            {
                ClassType = "bad_node",
                Title = "Bad",
                Version = 2,
                Lane = Lane.Io,
                Inputs =
                [
                    new InputDescriptor { Name = "Text", Type = SocketTypes.Text, Default = "x" },
                    new InputDescriptor { Name = "size", Type = SocketTypes.Int, Description = "Size.", Default = 99L, Min = 1, Max = 10 },
                    new InputDescriptor { Name = "later", Type = SocketTypes.Int, Description = "Later.", IsLazy = true, Default = 1L },
                ],
                Outputs = [new OutputDescriptor { Name = "out", Type = SocketTypes.Int, Description = "Out." }],
            },
            Invoke = call => call.Get<string>(0, "Text").Length == 0 ? throw new FormatException("oops") : ValueTask.FromResult(NodeOutcome.Of(1L, 2L)),
        };

        var failures = new List<string>();
        foreach (var conformance in Conformance.Cases(new OneNode(bad)))
        {
            if (await Record.ExceptionAsync(() => conformance.RunAsync()) is { } failure)
            {
                failure.ShouldBeOfType<ConformanceFailure>();
                failures.Add(failure.Message);
            }
        }

        string.Join('\n', failures).ShouldBe("""
            Every node is documented; bad_node does not:
              Its method has no <summary>.
              The input 'Text' has no <param> text.
            Every node is named as nodes are; bad_node does not:
              Its type 'bad_node' is not in PascalCase.
              The input 'Text' is not in snake_case.
            Every node has defaults that it would accept; bad_node does not:
              The default 99 of the input 'size' is not in 1..10.
            Every node asks for its lazy inputs; bad_node does not:
              It has lazy inputs and no ask method: they would never be made.
            Every node can read every older version of itself; bad_node does not:
              No migration reads version 1; the node is at version 2.
            Every node gives what it declares, and that survives being stored; bad_node does not:
              A call gave 2 outputs; 1 are declared.
            Every node gives no result once it is cancelled; bad_node does not:
              It was cancelled before it began and gave a result all the same: look at the CancellationToken.
            Every node fails with sentences only; bad_node does not:
              Given 'Text' at "" it threw FormatException instead of a NodeFailure with a sentence: oops
            """);
    }

    [Fact]
    public void A_node_that_cannot_be_given_a_sample_says_so()
    {
        var mesh = new NodeRegistration
        {
            Descriptor = new NodeDescriptor { ClassType = "Mesh", Title = "Mesh", Inputs = [new InputDescriptor { Name = "mesh", Type = "MESH" }] },
            Invoke = _ => ValueTask.FromResult(NodeOutcome.Of()),
        };

        Conformance.Cases(new OneNode(mesh)).Where(each => each.Skip is not null).Select(each => each.Skip).Distinct()
            .ShouldBe(["There is no sample of MESH for the input 'mesh': give one in ConformanceOptions.Samples."]);
    }

    private sealed class OneNode(NodeRegistration node) : INodePack
    {
        public Version SdkVersion => new(0, 1);

        public IReadOnlyList<NodeRegistration> Nodes => [node];

        public IReadOnlyList<SocketRegistration> Sockets => ImmutableArray<SocketRegistration>.Empty;

        public IReadOnlyList<ServiceRegistration> Services => ImmutableArray<ServiceRegistration>.Empty;
    }
}
