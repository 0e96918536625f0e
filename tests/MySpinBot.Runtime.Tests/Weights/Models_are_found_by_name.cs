using MySpinBot.Core.Documents;
using MySpinBot.Runtime.Tests.Stories;

namespace MySpinBot.Runtime.Tests.Weights;

public sealed class Models_are_found_by_name
{
    [Theory]
    [InlineData("tiny.pth")]
    [InlineData("sub/deeper/tiny.pth")]
    [InlineData(@"sub\deeper\tiny.pth")]
    public async Task Below_the_folders_of_their_kind(string name)
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/sub/deeper/tiny.pth", "deep").Put("two/tiny.pth", "second");
        var told = await story.Told(("chooseModel.model_name", name));
        told.Shown("preview").ShouldNotBeNull().ShouldContain(name == "tiny.pth" ? "second" : "deep");
    }

    [Fact]
    public async Task Of_two_of_one_name_the_first_folder_has_it()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/tiny.pth", "first").Put("two/tiny.pth", "second");
        (await story.Told(("chooseModel.model_name", "tiny.pth"))).Shown("preview").ShouldNotBeNull().ShouldContain("first");
    }

    [Fact]
    public async Task Where_a_link_leads_to_what_another_program_has()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("elsewhere/blob", "shared");
        story.Put("one/plain.pth", "plain");
        File.CreateSymbolicLink(story.At("one/tiny.pth"), story.At("elsewhere/blob"));
        (await story.Told(("chooseModel.model_name", "tiny.pth"))).Shown("preview").ShouldNotBeNull().ShouldContain("shared");
    }

    [Fact]
    public async Task Not_outside_of_them()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/tiny.pth", "tiny").Put("secret.pth", "secret").Put("one/.incoming/half.pth", "half");
        foreach (var (name, code, sentence) in new[]
        {
            ("../secret.pth", ProblemCodes.PathNotAllowed, "'../secret.pth' leads out of the folders of upscale_models; name a file in them, without '.' and '..'."),
            (@"sub\..\..\secret.pth", ProblemCodes.PathNotAllowed, "leads out of the folders"),
            (story.At("one/tiny.pth"), ProblemCodes.PathNotAllowed, "is an absolute path; models are named by their path below the folders of upscale_models."),
            (@"C:\models\tiny.pth", ProblemCodes.PathNotAllowed, "is an absolute path"),
            (".incoming/half.pth", ProblemCodes.MissingFile, "There is no file '.incoming/half.pth' among the upscale_models"),
            ("", ProblemCodes.MissingFile, "'' is no name of a model; give the name of a file of upscale_models."),
            ("sha256:abc", ProblemCodes.MissingFile, "'sha256:abc' names a model by its SHA-256, which has 64 hexadecimal digits: write 'sha256:' and all of them."),
        })
        {
            var problem = (await story.Set("chooseModel.model_name", name).Validate()).Problems.ShouldHaveSingleItem();
            (problem.Code, problem.NodeId, problem.Input).ShouldBe((code, "chooseModel", "model_name"), name);
            problem.Sentence.ShouldContain(sentence);
        }
    }

    [Fact]
    public async Task One_that_is_missing_is_told_with_the_name_that_may_be_meant_and_how_to_get_it()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Known.Published.Add(("upscale_models", "RealESRGAN_x4plus.pth", "realesrgan-x4plus", null));
        story.Put("one/RealESRGAN_x4plsu.pth", "a slip").Put("one/readme.txt", "no model");
        (await story.Set("chooseModel.model_name", "RealESRGAN_x4plus.pth").Validate()).Problems.ShouldHaveSingleItem().Sentence.ShouldBe(
            $"Input 'model_name' of node 'chooseModel' (ChooseModel): There is no file 'RealESRGAN_x4plus.pth' among the upscale_models; models of this kind are looked up in '{story.At("one")}', '{story.At("two")}'. "
            + "Did you mean 'RealESRGAN_x4plsu.pth'? It can be had with 'myspinbot models pull realesrgan-x4plus'.");
    }

    [Fact]
    public async Task A_folder_is_no_model()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/sub/tiny.pth", "tiny");
        (await story.Set("chooseModel.model_name", "sub").Validate()).Problems.ShouldHaveSingleItem().Sentence.ShouldContain("'sub' is a folder among the upscale_models; name a file in it.");
    }

    [Fact]
    public async Task A_name_that_comes_over_a_link_is_one_among_the_models()
    {
        await using var story = Shelf.Of("load -> chooseModel -> weighModel -> preview");
        story.Put("one/tiny.pth", "linked").Set("load.text", "tiny.pth");
        (await story.Told()).Shown("preview").ShouldNotBeNull().ShouldContain("linked");
        story.Set("load.text", "../tiny.pth");
        (await story.Told()).Sentence("chooseModel").ShouldContain("leads out of the folders of upscale_models");
    }

    [Fact]
    public async Task The_same_bytes_under_another_name_are_the_same_model()
    {
        await using var story = Shelf.Of("chooseModel -> weighModel -> preview");
        story.Put("one/tiny.pth", "same").Put("two/other.pth", "same");
        await story.Told(("chooseModel.model_name", "tiny.pth"));
        (await story.Told(("chooseModel.model_name", "other.pth"))).ShouldRead("preview reused");
    }
}
