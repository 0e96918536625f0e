using System.Text;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Tests.Validation;
using MySpinBot.Core.Validation;

namespace MySpinBot.Core.Tests.Documents;

public sealed class ApiFormat
{
    [Fact]
    public void A_document_becomes_a_flat_map()
    {
        var document = Reading.Read("""
            {"nodes": { "load": {"class_type": "Load", "title": "Picture", "inputs": {"path": "a.png"}},
                        "re": {"class_type": "Reroute", "inputs": {"": {"from": "load", "output": "mask"}}},
                        "sub": {"class_type": "subgraph:s", "inputs": {"picture": ["load", 0]}},
                        "off": {"class_type": "Load", "mode": "muted"},
                        "ask": {"class_type": "Ask", "inputs": {"question": {"input": "q"}, "key": {"secret": "k"}, "list": ["a"], "gone": ["off", 0]}},
                        "show": {"class_type": "Show", "inputs": {"value": ["re", 0]}} },
             "inputs": {"q": {"default": "why"}},
             "subgraphs": {"s": {"inputs": {"picture": {}}, "nodes": {"blur": {"class_type": "Blur", "inputs": {"image": {"input": "picture"}}}}, "outputs": {"o": ["blur", 0]}}}}
            """);

        Encoding.UTF8.GetString(ComfyApiFormat.Write(document, Toys.Catalog, ValidationOptions.Default)).ShouldBe(
            """
            {"load":{"class_type":"Load","inputs":{"path":"a.png"},"_meta":{"title":"Picture"}},
            "ask":{"class_type":"Ask","inputs":{"question":"why","key":{"secret":"k"},"list":{"__value__":["a"]}}},
            "show":{"class_type":"Show","inputs":{"value":["load",1]}},
            "sub:blur":{"class_type":"Blur","inputs":{"image":["load",0]}}}
            """.ReplaceLineEndings(""));
    }
}
