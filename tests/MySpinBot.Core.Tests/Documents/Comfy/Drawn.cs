using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Documents.Comfy;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Documents.Comfy;

/// <summary>Small workflows in tests, and what becomes of them.</summary>
internal static class Drawn
{
    /// <summary>A ComfyUI with a handful of nodes.</summary>
    public static NodeInterfaces Nodes { get; } = NodeInterfaces.OfObjectInfo("""
        {
          "Sampler": {"input": {"required": {"model": ["MODEL"], "seed": ["INT", {"control_after_generate": true}], "steps": ["INT", {"default": 20}], "name": [["euler", "ddim"]], "denoise": ["FLOAT", {}]}}, "output": ["LATENT"]},
          "Model": {"input": {"required": {"file": [["a.safetensors"]]}}, "output": ["MODEL", "CLIP"]},
          "Lora": {"input": {"required": {"model": ["MODEL"], "clip": ["CLIP"], "strength": ["FLOAT", {}]}}, "output": ["MODEL", "CLIP"]},
          "Encode": {"input": {"required": {"text": ["STRING", {"multiline": true, "dynamicPrompts": true}], "clip": ["CLIP"]}}, "output": ["CONDITIONING"]},
          "Picture": {"input": {"required": {"image": [["a.png", "b.png"], {"image_upload": true}], "channel": [["red", "alpha"]]}, "optional": {"scale": ["FLOAT", {}]}}, "output": ["IMAGE", "MASK"]},
          "Forced": {"input": {"required": {"factor": ["FLOAT", {"forceInput": true}], "name": ["STRING", {}], "times": ["INT", {}]}}, "output": ["IMAGE"]},
          "Resize": {"input": {"required": {"image": ["IMAGE"], "how": ["COMFY_DYNAMICCOMBO_V3", {"options": [
              {"key": "size", "inputs": {"required": {"width": ["INT", {}], "height": ["INT", {}]}}}, {"key": "factor", "inputs": {"required": {"by": ["FLOAT", {}]}}}]}], "method": ["COMBO", {"options": ["area", "lanczos"]}]}}, "output": ["IMAGE"]},
          "Batch": {"input": {"required": {"images": ["COMFY_AUTOGROW_V3", {"template": {"input": {"required": {"image": ["IMAGE", {}]}}, "prefix": "image"}}]}}, "output": ["IMAGE"]},
          "Save": {"input": {"required": {"images": ["IMAGE"], "filename_prefix": ["STRING", {"default": "x"}]}}, "output": [], "output_node": true},
          "Number": {"input": {"required": {"value": ["INT", {"control_after_generate": "fixed"}]}}, "output": ["INT"]},
          "Tail ": {"input": {"required": {"strength": ["FLOAT", {}]}}, "output": ["CONDITIONING"]}
        }
        """u8.ToArray());

    public static ReadResult Read(string workflow, NodeInterfaces? nodes = null) => GraphReader.Read(Encoding.UTF8.GetBytes(workflow), ReadLimits.Default, nodes ?? Nodes);

    /// <summary>The prompt, one line for each node: <c>id Type(input=value, other=-> id slot)</c>.</summary>
    public static string Prompt(string workflow) => Prompt(Document(workflow));

    public static string Prompt(GraphDocument document)
    {
        var prompt = Comfy.Prompt.Of(ComfyApiFormat.Write(document, Nodes.Catalog, ValidationOptions.Default));
        return string.Join('\n', prompt.Types.Select(node =>
            $"{node.Key} {node.Value}({string.Join(", ", prompt.Inputs.Where(input => input.Key.Node == node.Key).OrderBy(input => input.Key.Input, StringComparer.Ordinal).Select(input => $"{input.Key.Input}={input.Value}"))})"));
    }

    public static GraphDocument Document(string workflow)
    {
        var read = Read(workflow);
        read.Problems.Select(problem => problem.Sentence).ShouldBeEmpty();
        return read.Document!;
    }

    /// <summary>A workflow of these nodes and links.</summary>
    public static string Of(string nodes, string links = "", string more = "") => $$"""{"last_node_id": 99, "nodes": [{{nodes}}], "links": [{{links}}], "version": 0.4{{(more.Length > 0 ? ", " + more : "")}}}""";
}
