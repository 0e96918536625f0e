using System.Text;
using MySpinBot.Core.Documents;

namespace MySpinBot.Core.Tests.Documents;

public sealed class Writing
{
    private const string Everything = """
        {
          "version": 1,
          "nodes": {
            "speak": {
              "class_type": "TextToSpeech",
              "version": 2,
              "mode": "muted",
              "title": "Voice – „laut“",
              "inputs": {
                "text": {
                  "from": "script",
                  "output": "text"
                },
                "other": {
                  "from": "script",
                  "slot": 1
                },
                "plain": {
                  "from": "script"
                },
                "named": {
                  "input": "voice"
                },
                "key": {
                  "secret": "openai"
                },
                "looks": {
                  "__value__": {
                    "secret": "no secret"
                  }
                },
                "list": [
                  1.0,
                  2e3,
                  "a/b <c>"
                ]
              },
              "color": "#223344"
            }
          },
          "inputs": {
            "voice": {
              "type": "STRING",
              "default": "en-us",
              "description": "Who speaks.",
              "order": 1
            }
          },
          "targets": [
            "speak"
          ],
          "subgraphs": {
            "soft": {
              "nodes": {},
              "outputs": {
                "x": {
                  "from": "a"
                }
              },
              "icon": "wave"
            }
          },
          "groups": [],
          "layout": {
            "speak": {
              "x": 320.50
            }
          },
          "later": null
        }

        """;

    [Fact]
    public void Nothing_is_lost_and_order_is_stable()
        => Encoding.UTF8.GetString(GraphWriter.Write(Reading.Read(Everything))).ShouldBe(Everything);

    [Theory]
    [InlineData("""["a", 1]""")]
    [InlineData("""["a", 1.5]""")]
    [InlineData("""{"from": "a"}""")]
    [InlineData("""{"from": 3}""")]
    [InlineData("""{"input": "a"}""")]
    [InlineData("""{"__value__": {"__value__": 1}}""")]
    public void A_constant_that_looks_like_something_else_is_wrapped(string json)
    {
        var document = Reading.Read($$"""{"a": {"class_type": "T", "inputs": {"x": {"__value__": {{json}} } } } }""");

        var again = Reading.Read(Encoding.UTF8.GetString(GraphWriter.Write(document)));

        var constant = again.Nodes[0].Inputs[0].Value.ShouldBeOfType<ConstantValue>();
        constant.Json.ToString().Where(letter => !char.IsWhiteSpace(letter)).ShouldBe(json.Where(letter => !char.IsWhiteSpace(letter)));
    }
}
