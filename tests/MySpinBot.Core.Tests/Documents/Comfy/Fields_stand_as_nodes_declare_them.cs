using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Tests.Documents.Comfy;

/// <summary>Workflows hold values without names: a sampler whose seed has a default and stands before names that have none gets each where ComfyUI has it.</summary>
public sealed class Fields_stand_as_nodes_declare_them
{
    private static readonly NodeDescriptor Sampler = new()
    {
        ClassType = "Sampler",
        Title = "Sampler",
        Inputs =
        [
            new InputDescriptor { Name = "model", Type = "MODEL" },
            new InputDescriptor { Name = "mask", Type = "MASK", IsRequired = false },
            new InputDescriptor { Name = "seed", Type = SocketTypes.Int, IsRequired = false, Default = 0L, IsSeed = true },
            new InputDescriptor { Name = "steps", Type = SocketTypes.Int, IsRequired = false, Default = 20L },
            new InputDescriptor { Name = "name", Type = SocketTypes.Choice, Choices = ["euler", "ddim"] },
            new InputDescriptor { Name = "latent", Type = "LATENT" },
            new InputDescriptor { Name = "denoise", Type = SocketTypes.Float, IsRequired = false, Default = 1.0 },
        ],
    };

    [Fact]
    public void Values_of_a_workflow_are_theirs()
    {
        var nodes = NodeInterfaces.Of(new Catalog([new CatalogEntry(Sampler, "a plugin", default)]));

        var read = Drawn.Read(Drawn.Of("""{"id": 1, "type": "Sampler", "widgets_values": [5, "randomize", 8, "ddim", 0.5]}"""), nodes);

        read.Problems.ShouldBeEmpty();
        read.Document!.Nodes[0].Inputs.Select(input => $"{input.Name}={((ConstantValue)input.Value).Json.GetRawText()}").ShouldBe(["seed=5", "steps=8", "name=\"ddim\"", "denoise=0.5"], ignoreOrder: true);
    }

    [Fact]
    public void Those_before_a_required_one_are_told_with_it_and_sockets_that_may_be_empty_are_not()
    {
        InputGroups.Required(Sampler).Select(input => input.Name).ShouldBe(["model", "seed", "steps", "name", "latent"]);
        InputGroups.Optional(Sampler).Select(input => input.Name).ShouldBe(["mask", "denoise"]);
        InputGroups.Hidden(Sampler).ShouldBeEmpty();
    }
}
