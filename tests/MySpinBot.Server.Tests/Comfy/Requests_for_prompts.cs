using System.Text;
using MySpinBot.Core.Jobs;
using MySpinBot.Server.Comfy;
using MySpinBot.Server.Comfy.Prompts;

namespace MySpinBot.Server.Tests.Comfy;

public sealed class Requests_for_prompts
{
    [Fact]
    public void Are_read_without_touching_the_prompt()
    {
        var request = Read("""
            {"client_id":"anna","prompt": {"1" : {"class_type":"X"}} ,"number":-2.5,"front":true,"unknown":[[1]],
             "prompt_id":"a1b2c3d4-e5f6-7a89-b0c1-d2e3f4a5b6c7","extra_data":{"a":1},"partial_execution_targets":["9"]}
            """);
        Encoding.UTF8.GetString(request.Prompt!.Value.Span).ShouldBe("""{"1" : {"class_type":"X"}}""");
        request.ClientId.ShouldBe("anna");
        request.Number.ShouldBe(-2.5);
        request.IsFront.ShouldBeTrue();
        request.PromptId.ShouldBe(Guid.Parse("a1b2c3d4-e5f6-7a89-b0c1-d2e3f4a5b6c7"));
        request.Targets.ShouldBe(["9"]);
        request.ExtraData!.Value.GetRawText().ShouldBe("""{"a":1}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""{"prompt":[]}""")]
    [InlineData("""{"prompt":"x"}""")]
    [InlineData("""{"prompt":null}""")]
    [InlineData("""{"prompt":{},"number":"soon"}""")]
    [InlineData("""{"prompt":{},"number":{}}""")]
    [InlineData("""{"prompt":{},"number":1e999}""")]
    [InlineData("""{"prompt":{},"number":NaN}""")]
    [InlineData("""{"prompt":{},"front":"yes"}""")]
    [InlineData("""{"prompt":{},"extra_data":7}""")]
    [InlineData("""{"prompt":{},"extra_data":[]}""")]
    [InlineData("""{"prompt":{},"client_id":7}""")]
    [InlineData("""{"prompt":{},"partial_execution_targets":"1"}""")]
    [InlineData("""{"prompt":{},"partial_execution_targets":[1]}""")]
    [InlineData("""{"prompt":{},"client_id":"\ud800"}""")]
    [InlineData("""{"prompt":{}} and more""")]
    public void That_are_wrong_get_a_sentence(string body)
    {
        var refusal = Should.Throw<ServerRefusal>(() => Read(body));
        refusal.Kind.ShouldBe(RefusalKind.Wrong);
        refusal.Message.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("\"A1B2C3D4-E5F6-7A89-B0C1-D2E3F4A5B6C7\"")]
    [InlineData("\"{a1b2c3d4-e5f6-7a89-b0c1-d2e3f4a5b6c7}\"")]
    [InlineData("\"urn:uuid:a1b2c3d4-e5f6-7a89-b0c1-d2e3f4a5b6c7\"")]
    [InlineData("\"a1b2c3d4e5f67a89b0c1d2e3f4a5b6c7\"")]
    [InlineData("\" a1b2c3d4-e5f6-7a89-b0c1-d2e3f4a5b6c7 \"")]
    [InlineData("\"\"")]
    [InlineData("\"prompt-123\"")]
    [InlineData("123")]
    [InlineData("true")]
    [InlineData("[\"a\"]")]
    public void Ids_have_one_spelling(string id)
        => Should.Throw<ServerRefusal>(() => Read($$"""{"prompt":{},"prompt_id":{{id}}}""")).Code.ShouldBe("invalid_prompt_id");

    [Fact]
    public void No_id_and_null_mean_any()
    {
        Read("""{"prompt":{}}""").PromptId.ShouldBeNull();
        Read("""{"prompt":{},"prompt_id":null,"client_id":null,"extra_data":null,"partial_execution_targets":null}""").PromptId.ShouldBeNull();
    }

    [Fact]
    public void Nesting_has_an_end()
        => Should.Throw<ServerRefusal>(() => Read("{\"extra_data\":" + string.Concat(Enumerable.Repeat("[", 100_000))));

    [Fact]
    public void Secrets_are_not_kept_and_what_is_embedded_is_kept_once()
    {
        var request = Read("""{"prompt":{},"extra_data":{"auth_token_comfy_org":"s1","api_key_comfy_org":"s2","preview_method":"none","extra_pnginfo":{"workflow":{"id":"w"}}}}""");
        ExtraData.Kept(request.ExtraData, "cli")!.Value.GetRawText().ShouldBe("""{"preview_method":"none","comfy_usage_source":"cli"}""");
        var terms = new JobTerms { ExtraPngInfo = ExtraData.PngInfo(request.ExtraData), Comfy = new ComfyTerms("anna", ExtraData.Kept(request.ExtraData, null), 5) };
        ExtraData.WorkflowId(terms).ShouldBe("w");
        Encoding.UTF8.GetString(ComfyJson.Bytes(terms, static (writer, what) => ExtraData.Write(writer, what, 7)))
            .ShouldBe("""{"preview_method":"none","extra_pnginfo":{"workflow":{"id":"w"}},"client_id":"anna","create_time":7}""");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"workflow":null}""")]
    [InlineData("""{"workflow":{"id":3}}""")]
    [InlineData("""{"workflow":[]}""")]
    public void Odd_information_for_files_is_no_workflow(string info)
    {
        var extra = Read($$$"""{"prompt":{},"extra_data":{"extra_pnginfo":{{{info}}}}}""").ExtraData;
        ExtraData.WorkflowId(new JobTerms { ExtraPngInfo = ExtraData.PngInfo(extra) }).ShouldBeNull();
        ExtraData.Kept(extra, null).ShouldNotBe(null);
    }

    private static PromptRequest Read(string body) => PromptRequest.Read(Encoding.UTF8.GetBytes(body));
}
